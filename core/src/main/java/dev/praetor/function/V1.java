package dev.praetor.function;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A method of one argument that returns nothing and may throw; it is serialisable for the same
 * reason as {@link F0}.
 */
@FunctionalInterface
public interface V1<A extends @Nullable Object> extends Serializable {
  void apply(A a) throws Exception;
}
