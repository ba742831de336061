package dev.praetor.server.graphql.schema;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The value of a field that is read together with those of other objects. An error reaches whoever
 * asks for the field. Immutable.
 */
public final class Later<V extends @Nullable Object> {
  private final CompletableFuture<V> value;

  public Later(CompletableFuture<V> value) {
    this.value = value;
  }

  /** Returns the result of a function of the value. */
  public <R extends @Nullable Object> Later<R> map(Function<? super V, ? extends R> function) {
    return new Later<>(value.thenApply(function));
  }

  /** Returns the result of a function of the value; null if the function returns null. */
  public <R> Later<@Nullable R> mapOrNull(Function<? super V, ? extends @Nullable R> function) {
    return new Later<>(value.thenApply(function));
  }

  CompletableFuture<V> value() {
    return value;
  }
}
