package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A method of seven arguments that returns nothing and may throw; it is serialisable for the same
 * reason as {@link F0}.
 */
@FunctionalInterface
public interface V7<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object,
        E extends @Nullable Object,
        F extends @Nullable Object,
        G extends @Nullable Object>
    extends Serializable {
  void apply(A a, B b, C c, D d, E e, F f, G g) throws Exception;
}
