package dev.praetor.engine.codec;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The types of values that are declared as a class above their own, by the names that are written
 * for them.
 */
final class OpenTypes {
  private static final String COLLECTION = "COLLECTION";
  private static final String MAP = "MAP";
  private static final String ENTRY = "ENTRY";
  private static final String JSON = "JSON";
  private static final String CLASS = "CLASS";
  private final CodecFactory factory;
  private final Map<Class<?>, Named> known = new ConcurrentHashMap<>();
  private final ClassLoader loader;
  private final CollectionCodec list;
  private final MapCodec map;
  private final MapCodec pairs;
  private final EntryCodec entry;
  private final LentCopies lentCopies;

  /** A type with its name. */
  record Named(String name, Codec codec) {}

  OpenTypes(CodecFactory factory, ClassLoader loader) {
    this.factory = factory;
    this.loader = loader;
    Codec any = new OpenCodec(Object.class, this);
    Codec text = Scalars.of(String.class).orElseThrow();
    list = new CollectionCodec(Collection.class, CollectionKind.LIST, any);
    map = new MapCodec(Map.class, text, any);
    pairs = new MapCodec(Map.class, any, any);
    entry = new EntryCodec(any, any);
    lentCopies = new LentCopies(any);
  }

  /** Returns whether values are only copied, for their readers. */
  boolean lends() {
    return factory.purpose() == Purpose.LEND;
  }

  LentCopies lentCopies() {
    return lentCopies;
  }

  CollectionCodec list() {
    return list;
  }

  MapCodec map() {
    return map;
  }

  /** Returns whether a map is recognised as one when it is written as a plain object. */
  static boolean standsForItself(Map<?, ?> map) {
    return !(map instanceof SortedMap<?, ?>)
        && map.keySet().stream()
            .allMatch(key ->
                key instanceof String text && !text.equals(Tags.NAME) && Texts.isWellFormed(text));
  }

  /** Returns the type of a value. */
  Named of(Object value) throws NotCarried {
    Class<?> type = value instanceof Enum<?> it ? it.getDeclaringClass() : value.getClass();
    Named before = known.get(type);
    if (before != null) {
      return before;
    }
    Named named = of(value, type);
    known.put(type, named);
    return named;
  }

  private Named of(Object value, Class<?> type) throws NotCarried {
    Optional<ScalarCodec> scalar = Scalars.of(type);
    if (scalar.isPresent()) {
      return new Named(scalar.get().name(), scalar.get());
    }
    return switch (value) {
      case Collection<?> _ -> new Named(COLLECTION, list);
      case Map<?, ?> _ -> new Named(MAP, pairs);
      case Map.Entry<?, ?> _ -> new Named(ENTRY, entry);
      case JsonNode _ -> new Named(JSON, factory.of(JsonNode.class));
      case Class<?> _ -> new Named(CLASS, factory.of(Class.class));
      case Optional<?> _, OptionalInt _, OptionalLong _, OptionalDouble _ ->
          new Named(type.getSimpleName(), factory.of(type));
      default -> new Named(nameOf(type), factory.exact(type));
    };
  }

  /**
   * Returns the name of a class; of a class without a package with a dot before it, so that it is
   * never taken for a type of the JDK.
   */
  private static String nameOf(Class<?> type) {
    return type.getPackageName().isEmpty() && !type.isArray()
        ? "." + type.getName()
        : type.getName();
  }

  /** Returns the type of a name. */
  Codec named(String name) throws NotCarried {
    ScalarCodec scalar = Scalars.named(name);
    if (scalar != null) {
      return scalar;
    }
    return switch (name) {
      case COLLECTION -> list;
      case MAP -> pairs;
      case ENTRY -> entry;
      case JSON -> factory.of(JsonNode.class);
      case CLASS -> factory.of(Class.class);
      default -> factory.exact(find(name));
    };
  }

  private Class<?> find(String name) throws NotCarried {
    for (Class<?> optional :
        List.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class)) {
      if (optional.getSimpleName().equals(name)) {
        return optional;
      }
    }
    try {
      return Class.forName(name.startsWith(".") ? name.substring(1) : name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new NotCarried("there is no type " + Texts.shortened(name) + " now");
    }
  }
}
