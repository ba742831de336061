package dev.praetor;

import dev.praetor.spi.FlowServing;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** Finds the module that serves flows. */
final class InstalledServing {
  private static final String SERVER = "PRAETOR_SERVER";

  private InstalledServing() {}

  static ServedFlows serve(List<Flow<?>> flows, Map<String, String> environment) {
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
        .orElseThrow(() -> missing(forServer))
        .serve(flows, environment);
  }

  private static IllegalStateException missing(boolean forServer) {
    return new IllegalStateException(
        forServer
            ? "the variable "
                + SERVER
                + " is set; to serve flows for a server, add the dependency"
                + " dev.praetor:praetor-worker"
            : "to serve flows at a home of this process, add the dependency"
                + " dev.praetor:praetor-embedded; to serve them for a server, set "
                + SERVER);
  }
}
