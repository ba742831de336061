package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A method of two arguments that returns nothing and may throw; it is serialisable for the same
 * reason as {@link F0}.
 */
@FunctionalInterface
public interface V2<A extends @Nullable Object, B extends @Nullable Object> extends Serializable {
  void apply(A a, B b) throws Exception;
}
