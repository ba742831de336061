package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A method of three arguments that returns nothing and may throw; it is serialisable for the same
 * reason as {@link F0}.
 */
@FunctionalInterface
public interface V3<
        A extends @Nullable Object, B extends @Nullable Object, C extends @Nullable Object>
    extends Serializable {
  void apply(A a, B b, C c) throws Exception;
}
