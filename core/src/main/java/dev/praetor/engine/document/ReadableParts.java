package dev.praetor.engine.document;

import dev.praetor.Failure;
import dev.praetor.engine.secret.FailureReader;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the readable parts of a value that is not JSON as a whole. A text in parentheses replaces
 * each part whose code throws, that contains itself, or that exceeds the limits. For one thread.
 */
final class ReadableParts {
  private static final int MOST_PARTS = 10_000;
  private static final int MOST_ELEMENTS = 1_000;
  private static final int DEEPEST = 30;
  private static final int LONGEST = 100_000;
  private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());
  private int parts;

  JsonNode read(@Nullable Object value) {
    if (value == null) {
      return DisplayJson.MAPPER.nullNode();
    }
    if (++parts > MOST_PARTS || around.size() >= DEEPEST) {
      return note("…");
    }
    if (!around.add(value)) {
      return note("contains itself");
    }
    try {
      return readInside(value);
    } catch (Throwable thrown) {
      return unreadable(thrown);
    } finally {
      around.remove(value);
    }
  }

  private JsonNode readInside(Object value) throws Throwable {
    return switch (value) {
      case CharSequence text -> text(text.toString());
      case Map<?, ?> map -> map(map);
      case Optional<?> optional -> read(optional.orElse(null));
      case List<?> list -> list(list);
      case Iterable<?> elements -> elements(elements.iterator());
      case Object array when array.getClass().isArray() -> array(array);
      default -> object(value);
    };
  }

  private static JsonNode text(String text) {
    return DisplayJson.text(
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST) + "… (" + text.length() + " characters)");
  }

  private JsonNode map(Map<?, ?> map) {
    ObjectNode json = DisplayJson.MAPPER.createObjectNode();
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      if (json.size() == MOST_ELEMENTS) {
        return json.put("…", "(more entries)");
      }
      Map.Entry<?, ?> entry = entries.next();
      JsonNode key = read(entry.getKey());
      json.set(key.isString() ? key.asString() : key.toString(), read(entry.getValue()));
    }
    return json;
  }

  /** Reads elements by index, so that an element that throws does not hide those after it. */
  private JsonNode list(List<?> list) {
    int size = list.size();
    ArrayNode json = DisplayJson.MAPPER.createArrayNode();
    for (int i = 0; i < Math.min(size, MOST_ELEMENTS); i++) {
      int index = i;
      json.add(part(() -> list.get(index)));
    }
    return size > MOST_ELEMENTS ? json.add("(more elements)") : json;
  }

  private JsonNode elements(Iterator<?> elements) {
    ArrayNode json = DisplayJson.MAPPER.createArrayNode();
    try {
      while (elements.hasNext()) {
        if (json.size() == MOST_ELEMENTS) {
          return json.add("(more elements)");
        }
        json.add(read(elements.next()));
      }
    } catch (Throwable thrown) {
      json.add(unreadable(thrown));
    }
    return json;
  }

  private JsonNode array(Object array) {
    ArrayNode json = DisplayJson.MAPPER.createArrayNode();
    int length = Array.getLength(array);
    for (int i = 0; i < Math.min(length, MOST_ELEMENTS); i++) {
      json.add(read(Array.get(array, i)));
    }
    return length > MOST_ELEMENTS ? json.add("(more elements)") : json;
  }

  private JsonNode object(Object value) {
    BoundedText text = new BoundedText(LONGEST, Duration.ofMillis(200));
    try {
      DisplayJson.MAPPER.writeValue(text, value);
      return DisplayJson.tree(text.toString());
    } catch (Throwable notAsAWhole) {
      return properties(value);
    }
  }

  private JsonNode properties(Object value) {
    ObjectNode json = DisplayJson.MAPPER.createObjectNode();
    Class<?> type = value.getClass();
    if (type.isRecord()) {
      for (RecordComponent component : type.getRecordComponents()) {
        Method accessor = component.getAccessor();
        json.set(component.getName(), property(() -> accessor.invoke(value), accessor));
      }
    } else if (!type.getName().startsWith("java.")) {
      Arrays.stream(type.getMethods())
          .filter(ReadableParts::isGetter)
          .sorted(Comparator.comparing(Method::getName))
          .forEach(getter ->
              json.set(propertyName(getter), property(() -> getter.invoke(value), getter)));
    }
    return json.isEmpty() ? note("a " + type.getName() + ", which is not JSON") : json;
  }

  private JsonNode property(Callable<@Nullable Object> read, Method accessor) {
    return part(() -> {
      accessor.setAccessible(true);
      return read.call();
    });
  }

  private JsonNode part(Callable<? extends @Nullable Object> read) {
    try {
      return read(read.call());
    } catch (InvocationTargetException e) {
      return unreadable(e.getCause() == null ? e : e.getCause());
    } catch (Throwable thrown) {
      return unreadable(thrown);
    }
  }

  private static boolean isGetter(Method method) {
    return method.getParameterCount() == 0
        && !Modifier.isStatic(method.getModifiers())
        && method.getDeclaringClass() != Object.class
        && method.getReturnType() != void.class
        && (method.getName().matches("get[A-Z].*")
            || method.getName().matches("is[A-Z].*") && method.getReturnType() == boolean.class);
  }

  private static String propertyName(Method getter) {
    String name = getter.getName().substring(getter.getName().startsWith("is") ? 2 : 3);
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static JsonNode unreadable(Throwable thrown) {
    return note("could not be read: " + summary(thrown));
  }

  static String summary(Throwable thrown) {
    Failure failure = FailureReader.read(thrown);
    String text = failure.summary();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }

  private static JsonNode note(String text) {
    return DisplayJson.text("(" + text + ")");
  }
}
