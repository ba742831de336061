package dev.praetor.worker.serve;

import dev.praetor.Flow;
import dev.praetor.client.Authorities;
import dev.praetor.engine.FlowServing;
import dev.praetor.spi.ServedFlows;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Serves flows for the servers that the variables of the process name. Thread-safe. */
public final class ServerServing implements FlowServing {
  /** Creates the way to serve; called by the class loader of services. */
  public ServerServing() {}

  @Override
  public boolean isForServer() {
    return true;
  }

  @Override
  public ServedFlows serve(List<Flow<?>> flows, Map<String, String> environment) {
    String key = environment.getOrDefault("PRAETOR_API_KEY", "").strip();
    if (key.isEmpty()) {
      throw new IllegalArgumentException(
          "the variable PRAETOR_API_KEY is not set; set it to a key of the server that"
              + " PRAETOR_SERVER names");
    }
    List<URI> servers =
        Stream.of(environment.getOrDefault("PRAETOR_SERVER", "").split(","))
            .map(String::strip)
            .filter(server -> !server.isEmpty())
            .map(ServerServing::address)
            .toList();
    Authorities authorities =
        Optional.ofNullable(environment.get("PRAETOR_CA_CERT"))
            .filter(file -> !file.isBlank())
            .map(file -> Authorities.in(Path.of(file.strip())))
            .orElse(Authorities.OF_THE_JVM);
    return ServerHome.at(servers, key).authorities(authorities).serve(flows.toArray(Flow[]::new));
  }

  private static URI address(String server) {
    try {
      return URI.create(server);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "PRAETOR_SERVER has '%s', which is not the address of a server; write it as http://127.0.0.1:4200"
              .formatted(server),
          e);
    }
  }
}
