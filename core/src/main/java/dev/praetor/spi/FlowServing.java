package dev.praetor.spi;

import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.ServedFlows;
import java.util.List;
import java.util.Map;

/**
 * A way to serve flows that {@link dev.praetor.Praetor#serve} finds on the class path, by {@code
 * META-INF/services}. Implementations are thread-safe.
 */
public interface FlowServing {
  /** Returns whether the flows are served for a server, rather than at a home of this process. */
  boolean isForServer();

  /**
   * Begins to serve flows.
   *
   * @param environment the variables of the process
   * @throws IllegalArgumentException if a variable has a value that cannot be used
   * @throws PraetorException if the place cannot be used; the message says what to do
   */
  ServedFlows serve(List<Flow<?>> flows, Map<String, String> environment);
}
