package dev.praetor.function;

import java.io.Serializable;

/**
 * A method of no arguments that returns nothing and may throw; see {@link F0} why it is
 * serialisable.
 */
@FunctionalInterface
public interface V0 extends Serializable {
  void apply() throws Exception;
}
