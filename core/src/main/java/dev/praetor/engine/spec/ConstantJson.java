package dev.praetor.engine.spec;

import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.graph.Sha256;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Describes constants so that equal constants have equal texts in every process: sets and maps,
 * whose order may differ between processes, are sorted.
 */
final class ConstantJson {
  private static final int LONGEST = 8 * 1024;
  private static final JsonMapper PLAIN = ExactJson.MAPPER;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SimpleModule("sets").addSerializer(Set.class, new Sorted()))
          .build();

  private ConstantJson() {}

  /** Describes a value: by its JSON, or by its type if it is too long or is not JSON. */
  static SourceDescription.Whole describe(@Nullable Object value) {
    String type = value == null ? "null" : value.getClass().getSimpleName();
    if (value != null && value.getClass().isHidden()) {
      return new SourceDescription.OmittedConstant("a lambda", Optional.empty());
    }
    try {
      String text = MAPPER.writeValueAsString(value);
      Optional<String> typed = isShown(value) ? Optional.empty() : typed(value);
      return text.length() <= LONGEST
          ? new SourceDescription.Constant(PLAIN.readTree(text), typed)
          : new SourceDescription.OmittedConstant(
              "a " + type + " of " + text.length() + " characters",
              Optional.of(typed.orElseGet(() -> Sha256.of(text))));
    } catch (RuntimeException | StackOverflowError notJson) {
      return new SourceDescription.OmittedConstant("a " + type, comparable(value));
    }
  }

  /** Returns whether JSON shows the types of a value. */
  private static boolean isShown(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String _, Boolean _, Integer _ -> true;
      case Double number -> Double.isFinite(number);
      case List<?> list -> list.stream().allMatch(ConstantJson::isShown);
      default -> false;
    };
  }

  /** Returns the hash of a value with its types; empty for objects that are not only values. */
  private static Optional<String> typed(@Nullable Object value) {
    return isOfValues(value) ? comparable(value) : Optional.empty();
  }

  private static boolean isOfValues(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case Collection<?> all -> all.stream().allMatch(ConstantJson::isOfValues);
      case Map<?, ?> map -> isOfValues(map.keySet()) && isOfValues(map.values());
      case Optional<?> optional -> isOfValues(optional.orElse(null));
      case Record it -> isOfValues(components(it));
      default -> value instanceof Enum<?> || value.getClass().getName().startsWith("java.");
    };
  }

  private static List<@Nullable Object> components(Record value) {
    List<@Nullable Object> all = new ArrayList<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        all.add(component.getAccessor().invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return all;
  }

  /** Returns a hash by which a value that is not JSON is compared, if it can be compared at all. */
  private static Optional<String> comparable(@Nullable Object value) {
    ClassLoader loader = value == null ? null : value.getClass().getClassLoader();
    try {
      return Optional.of(
          Sha256.of(
              new Codecs(loader == null ? ConstantJson.class.getClassLoader() : loader)
                  .comparable(value)));
    } catch (NotCarried | RuntimeException | StackOverflowError cannotBeCompared) {
      return Optional.empty();
    }
  }

  /** Writes a set as a list, in the order of its elements' texts. */
  @SuppressWarnings("rawtypes") // The module registers serializers by their raw class.
  private static final class Sorted extends ValueSerializer<Set> {
    @Override
    public void serialize(Set set, JsonGenerator out, SerializationContext context)
        throws JacksonException {
      Stream<?> elements = set.stream();
      List<String> sorted =
          elements.map(MAPPER::writeValueAsString).sorted(Comparator.naturalOrder()).toList();
      out.writeStartArray();
      sorted.forEach(element -> out.writePOJO(PLAIN.readTree(element)));
      out.writeEndArray();
    }
  }
}
