package dev.praetor.cli.worker;

import dev.praetor.cli.place.ServerChoice;
import dev.praetor.worker.RunnerStarter;
import dev.praetor.worker.runner.RemoteRunner;
import dev.praetor.worker.runner.Servers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runners that have no database, as JVMs with the class path and the options of this one.
 * They get the servers and the key in their environment, which other users of the machine cannot
 * read.
 *
 * @param servers the servers with the runs
 * @param home the folder of copies of packages
 * @param slots the largest number of runs at the same time in a runner
 * @param memory the heap of a runner, as the JVM's option {@code -Xmx} takes it
 * @param grace the time that its runs have to end when it is ended
 */
public record RemoteRunnerJvm(Servers servers, Path home, int slots, String memory, Duration grace)
    implements RunnerStarter {
  private static final Logger LOG = LoggerFactory.getLogger(RemoteRunnerJvm.class);

  /**
   * Checks the options.
   *
   * @throws dev.praetor.cli.error.UsageException if an option has a value that cannot be used
   */
  public RemoteRunnerJvm {
    RunnerJvm.check(slots, memory);
  }

  @Override
  public Process start(Order order) throws IOException {
    ProcessBuilder process = RunnerJvm.process(order, slots, memory, grace, "--server");
    Map<String, String> environment = process.environment();
    environment
        .keySet()
        // It needs neither the database nor the key of secrets.
        .removeIf(
            name -> name.startsWith("PRAETOR_STORE") || name.startsWith("PRAETOR_MASTER_KEY"));
    environment.put("PRAETOR_HOME", home.toString());
    environment.put(
        "PRAETOR_SERVER",
        servers.addresses().stream().map(URI::toString).collect(Collectors.joining(",")));
    environment.put("PRAETOR_API_KEY", servers.key());
    servers
        .authorities()
        .file()
        .ifPresent(file -> environment.put(ServerChoice.CA_CERT, file.toAbsolutePath().toString()));
    UUID id = UUID.randomUUID();
    environment.put("PRAETOR_RUNNER", id.toString());
    Process started = process.start();
    var _ = started.onExit().thenAccept(ended -> report(id, ended.exitValue()));
    return started;
  }

  /** Tells the server that a runner has died, so that it need not wait for its silence. */
  private void report(UUID id, int status) {
    if (status != 0) {
      try {
        RemoteRunner.reportDeath(servers, id);
      } catch (RuntimeException e) {
        LOG.atDebug().setCause(e).log("the server was not told that a runner died");
      }
    }
  }

  @Override
  public String toString() {
    return "runners of " + servers.addresses(); // Without the key.
  }
}
