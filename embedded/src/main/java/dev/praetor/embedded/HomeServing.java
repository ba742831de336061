package dev.praetor.embedded;

import dev.praetor.Flow;
import dev.praetor.engine.FlowServing;
import dev.praetor.engine.local.UntilShutdown;
import dev.praetor.spi.ServedFlows;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Serves flows at the home that the variables of the process name. Thread-safe. */
public final class HomeServing implements FlowServing {
  /** Creates the way to serve; called by the class loader of services. */
  public HomeServing() {}

  @Override
  public boolean isForServer() {
    return false;
  }

  @Override
  public ServedFlows serve(List<Flow<?>> flows, Map<String, String> environment) {
    String named = environment.getOrDefault("PRAETOR_HOME", "");
    Path folder =
        named.isBlank() ? Path.of(System.getProperty("user.home"), ".praetor") : Path.of(named);
    PraetorEngine engine = Home.of(folder).open();
    boolean served = false;
    try {
      engine.serve(flows.toArray(Flow[]::new));
      served = true;
    } finally {
      if (!served) {
        engine.close();
      }
    }
    return UntilShutdown.of(folder.toString(), engine::close);
  }
}
