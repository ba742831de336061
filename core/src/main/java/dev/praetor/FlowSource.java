package dev.praetor;

import java.util.List;

/**
 * Where a jar or a source file offers its flows. A jar names its implementations for {@link
 * java.util.ServiceLoader}, in {@code META-INF/services/dev.praetor.FlowSource}.
 */
@FunctionalInterface
public interface FlowSource {
  List<Flow<?>> flows();
}
