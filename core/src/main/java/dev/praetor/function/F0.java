package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A function of no arguments that may throw. It is serialisable so that the name and the types of a
 * method reference can be read from it; Praetor never writes a function anywhere.
 */
@FunctionalInterface
public interface F0<R extends @Nullable Object> extends Serializable {
  R apply() throws Exception;
}
