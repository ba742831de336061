package dev.praetor;

import java.util.List;

/**
 * A class in a jar or a source file that provides flows. A jar lists its implementations for {@link
 * java.util.ServiceLoader}, in {@code META-INF/services/dev.praetor.FlowSource}.
 */
@FunctionalInterface
public interface FlowSource {
  /** Returns the flows that this class provides. */
  List<Flow<?>> flows();
}
