package dev.praetor.engine;

import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.spi.ServedFlows;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * A way to serve flows, which a module brings. The API that authors import knows only this
 * interface. Implementations are thread-safe.
 */
public interface FlowServing {
  /** The variable with the addresses of servers. */
  String SERVER = "PRAETOR_SERVER";

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

  /**
   * Serves flows in the way that the variables of the process say.
   *
   * @throws IllegalArgumentException if there is no flow, or two have the same name
   * @throws IllegalStateException if the module is missing that serves them
   */
  static ServedFlows installed(List<Flow<?>> flows, Map<String, String> environment) {
    if (flows.isEmpty()) {
      throw new IllegalArgumentException("there is no flow to serve");
    }
    Set<String> names = new HashSet<>();
    for (Flow<?> flow : flows) {
      if (!names.add(flow.name())) {
        throw new IllegalArgumentException("two flows are named '" + flow.name() + "'");
      }
    }
    boolean forServer = !environment.getOrDefault(SERVER, "").isBlank();
    return ServiceLoader.load(FlowServing.class, FlowServing.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(serving -> serving.isForServer() == forServer)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                forServer
                    ? "the variable "
                        + SERVER
                        + " is set; to serve flows for a server, add the dependency"
                        + " dev.praetor:praetor-worker"
                    : "to serve flows at a home of this process, add the dependency"
                        + " dev.praetor:praetor-embedded; to serve them for a server, set "
                        + SERVER))
        .serve(flows, environment);
  }
}
