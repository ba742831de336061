package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of two arguments that may throw. It is serialisable so that the name and the types of
 * a method reference can be read from it; Praetor never writes a function anywhere.
 */
@FunctionalInterface
public interface F2<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Serializable {
  R apply(A a, B b) throws Exception;
}
