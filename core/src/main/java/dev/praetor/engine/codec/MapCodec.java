package dev.praetor.engine.codec;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Maps in their order: as objects where keys can be names of properties, as arrays of pairs where
 * they cannot. Sorted maps that are not declared so, and those with an order of their own, say so.
 */
final class MapCodec extends Codec {
  private static final Set<Class<?>> PLAIN =
      Set.of(Map.class, SequencedMap.class, HashMap.class, LinkedHashMap.class);
  private static final Set<Class<?>> SORTED =
      Set.of(SortedMap.class, NavigableMap.class, TreeMap.class, ConcurrentSkipListMap.class);
  private static final Set<Class<?>> CONCURRENT =
      Set.of(ConcurrentMap.class, ConcurrentHashMap.class);
  private final Class<?> declared;
  private final Codec key;
  private final Codec value;

  MapCodec(Class<?> declared, Codec key, Codec value) {
    this.declared = declared;
    this.key = key;
    this.value = value;
  }

  static boolean takes(Class<?> type) {
    return PLAIN.contains(type) || SORTED.contains(type) || CONCURRENT.contains(type);
  }

  @Override
  void write(Object map, JsonGenerator out) throws NotCarried {
    Map<?, ?> all = checkedKind((Map<?, ?>) map);
    boolean sorted = all instanceof SortedMap<?, ?>;
    Order order = order(all);
    boolean named = hasNames(all);
    boolean canonical = !sorted && Canonical.isWantedBy(out);
    boolean tagged =
        canonical // A list of the same pairs is another value.
            || sorted != isSorted()
            || order != Order.NATURAL
            || named != key.isTextual();
    if (tagged) {
      String tag = sorted ? "SORTED_MAP" : "MAP";
      Tags.begin(order == Order.NATURAL ? tag : tag + "/" + order, out);
    }
    if (canonical) {
      out.writeStartArray();
      Canonical.sorted(all.entrySet(), new EntryCodec(key, value)).forEach(out::writeRawValue);
      out.writeEndArray();
    } else if (named) {
      writeObject(all, out);
    } else {
      writePairs(all, out);
    }
    if (tagged) {
      Tags.end(out);
    }
  }

  private static Map<?, ?> checkedKind(Map<?, ?> map) throws NotCarried {
    if (map instanceof IdentityHashMap<?, ?> || map instanceof WeakHashMap<?, ?>) {
      throw new NotCarried(
          "a "
              + map.getClass().getSimpleName()
              + ", whose keys are not equal when read: return a"
              + " HashMap");
    }
    return map;
  }

  private boolean isSorted() {
    return SORTED.contains(declared);
  }

  private static Order order(Map<?, ?> map) throws NotCarried {
    return map instanceof SortedMap<?, ?> sorted ? Order.of(sorted.comparator()) : Order.NATURAL;
  }

  /** Returns whether all keys can be names of properties, and none is taken for a tag. */
  private boolean hasNames(Map<?, ?> map) throws NotCarried {
    if (!key.isTextual()) {
      return false;
    }
    for (Object each : map.keySet()) {
      String name = each == null ? Tags.NAME : key.toText(each);
      if (name.equals(Tags.NAME) || !Texts.isWellFormed(name)) {
        return false;
      }
    }
    return true;
  }

  private void writeObject(Map<?, ?> map, JsonGenerator out) throws NotCarried {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = key.toText(Objects.requireNonNull(entry.getKey()));
      try {
        out.writeName(name);
        value.writeNullable(entry.getValue(), out);
      } catch (NotCarried e) {
        throw e.in("[" + Texts.shortened(name) + "]");
      }
    }
    out.writeEndObject();
  }

  private void writePairs(Map<?, ?> map, JsonGenerator out) throws NotCarried {
    out.writeStartArray();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.writeStartArray();
      try {
        key.writeNullable(entry.getKey(), out);
      } catch (NotCarried e) {
        throw e.in("[key]");
      }
      try {
        value.writeNullable(entry.getValue(), out);
      } catch (NotCarried e) {
        throw e.in("[value]");
      }
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  @Override
  Object read(JsonParser in) throws NotCarried {
    if (in.currentToken() == JsonToken.START_ARRAY) {
      return readPairs(make(isSorted(), Order.NATURAL), in);
    }
    expect(in, JsonToken.START_OBJECT);
    if (in.nextToken() == JsonToken.PROPERTY_NAME && in.currentName().equals(Tags.NAME)) {
      in.nextToken();
      return readTagged(in.getString(), in);
    }
    return readObject(make(isSorted(), Order.NATURAL), in);
  }

  private Object readTagged(String tag, JsonParser in) throws NotCarried {
    int slash = tag.indexOf('/');
    Order order = slash < 0 ? Order.NATURAL : Order.named(tag.substring(slash + 1));
    boolean sorted =
        switch (slash < 0 ? tag : tag.substring(0, slash)) {
          case "MAP" -> false;
          case "SORTED_MAP" -> true;
          default -> throw new NotCarried("there is no kind of map " + Texts.shortened(tag));
        };
    in.nextToken();
    Tags.value(in);
    Object map;
    if (in.currentToken() == JsonToken.START_ARRAY) {
      map = readPairs(make(sorted, order), in);
    } else {
      expect(in, JsonToken.START_OBJECT);
      in.nextToken();
      map = readObject(make(sorted, order), in);
    }
    Tags.close(in);
    return map;
  }

  /** Reads the properties of an object that has been begun. */
  Object readObject(JsonParser in) throws NotCarried {
    return readObject(make(isSorted(), Order.NATURAL), in);
  }

  private Object readObject(Map<@Nullable Object, @Nullable Object> map, JsonParser in)
      throws NotCarried {
    for (; in.currentToken() == JsonToken.PROPERTY_NAME; in.nextToken()) {
      String name = in.currentName();
      in.nextToken();
      try {
        put(key.ofText(name), value.readNullable(in), map);
      } catch (NotCarried e) {
        throw e.in("[" + Texts.shortened(name) + "]");
      }
    }
    expect(in, JsonToken.END_OBJECT);
    return checked(map);
  }

  private Object readPairs(Map<@Nullable Object, @Nullable Object> map, JsonParser in)
      throws NotCarried {
    while (in.nextToken() == JsonToken.START_ARRAY) {
      in.nextToken();
      Object eachKey = key.readNullable(in);
      in.nextToken();
      put(eachKey, value.readNullable(in), map);
      in.nextToken();
      expect(in, JsonToken.END_ARRAY);
    }
    expect(in, JsonToken.END_ARRAY);
    return checked(map);
  }

  private static void put(
      @Nullable Object key, @Nullable Object value, Map<@Nullable Object, @Nullable Object> to)
      throws NotCarried {
    try {
      to.put(key, value);
    } catch (RuntimeException e) {
      throw new NotCarried("an entry does not fit a " + to.getClass().getSimpleName() + ": " + e);
    }
  }

  private Map<@Nullable Object, @Nullable Object> make(boolean sorted, Order order) {
    if (sorted) {
      return declared == ConcurrentSkipListMap.class
          ? new ConcurrentSkipListMap<>(order.comparator())
          : new TreeMap<>(order.comparator());
    }
    return CONCURRENT.contains(declared) ? new ConcurrentHashMap<>() : new LinkedHashMap<>();
  }

  private Object checked(Map<@Nullable Object, @Nullable Object> map) throws NotCarried {
    if (!declared.isInstance(map)) {
      throw new NotCarried("a " + map.getClass().getName() + " is no " + declared.getName());
    }
    return map;
  }

  @Override
  Object copy(Object map) throws NotCarried {
    Map<?, ?> all = checkedKind((Map<?, ?>) map);
    Map<@Nullable Object, @Nullable Object> copy = make(all instanceof SortedMap<?, ?>, order(all));
    int entries = 0;
    for (Map.Entry<?, ?> entry : all.entrySet()) {
      put(key.copyNullable(entry.getKey()), value.copyNullable(entry.getValue()), copy);
      entries++;
    }
    if (copy.size() != entries) {
      throw new NotCarried("it is a map, and has " + entries + " keys, of which some are equal");
    }
    return checked(copy);
  }

  @Override
  boolean isImmutable(Set<Codec> asked) {
    return false;
  }

  @Override
  void describe(Shapes shapes) {
    shapes.add(isSorted() ? "sorted map<" : "map<").add(key).add(",").add(value).add(">");
  }
}
