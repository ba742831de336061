package dev.praetor.server.graphql.schema;

import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The code for the fields of a type of the schema. Not thread-safe while it is built.
 *
 * @param <T> the class of the objects of the type
 */
public final class TypeCode<T> {
  /** The object of the types that have none of their own. */
  private static final Object ROOT = new Object();

  private final String type;
  private final Class<T> source;
  private final Map<String, DataFetcher<?>> fields = new LinkedHashMap<>();

  private TypeCode(String type, Class<T> source) {
    this.type = type;
    this.source = source;
  }

  public static <T> TypeCode<T> of(String type, Class<T> source) {
    return new TypeCode<>(type, source);
  }

  /** Returns the code for a type that has no object of its own: the questions and the changes. */
  public static TypeCode<Object> root(String type) {
    return new TypeCode<>(type, Object.class);
  }

  /** The code for a field that needs more than its object. */
  @FunctionalInterface
  public interface Fetcher<T> {
    /** Returns the value of the field: an object, a {@link Later}, or an {@link Optional}. */
    @Nullable Object fetch(T source, DataFetchingEnvironment environment);
  }

  /** Adds a field whose value follows from its object. */
  public TypeCode<T> field(String name, Function<T, ? extends @Nullable Object> value) {
    return fetch(name, (object, _) -> value.apply(object));
  }

  /** Adds a field. */
  public TypeCode<T> fetch(String name, Fetcher<T> fetcher) {
    return fetchOfAny(
        name, (object, environment) -> fetcher.fetch(source.cast(object), environment));
  }

  /** Adds a field that also whatever else stands for the object has. */
  public TypeCode<T> fetchOfAny(String name, Fetcher<Object> fetcher) {
    Object same =
        fields.put(
            name,
            environment -> {
              Object object = environment.getSource();
              return plain(fetcher.fetch(Objects.requireNonNullElse(object, ROOT), environment));
            });
    if (same != null) {
      throw new IllegalArgumentException("two pieces of code for " + type + "." + name);
    }
    return this;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // The library waits for it.
  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case Optional<?> optional -> plain(optional.orElse(null));
      case Later<?> later -> later.value();
      case null, default -> value;
    };
  }

  String type() {
    return type;
  }

  Map<String, DataFetcher<?>> fields() {
    return fields;
  }
}
