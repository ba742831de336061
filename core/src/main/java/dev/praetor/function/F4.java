package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of four arguments that may throw. It is serialisable so that the name and the types of
 * a method reference can be read from it; Praetor never writes a function anywhere.
 */
@FunctionalInterface
public interface F4<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object,
        R extends @Nullable Object>
    extends Serializable {
  R apply(A a, B b, C c, D d) throws Exception;
}
