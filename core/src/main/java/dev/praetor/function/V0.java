package dev.praetor.function;

import java.io.Serializable;

/**
 * A method of no arguments that returns nothing and may throw; it is serialisable for the same
 * reason as {@link F0}.
 */
@FunctionalInterface
public interface V0 extends Serializable {
  void apply() throws Exception;
}
