package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of one argument that may throw. It is serialisable so that the name and the types of a
 * method reference can be read from it; Praetor never writes a function anywhere.
 */
@FunctionalInterface
public interface F1<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {
  R apply(A a) throws Exception;
}
