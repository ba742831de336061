package dev.praetor.cli.worker;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.cli.place.ServerChoice;
import dev.praetor.worker.RunnerStarter;
import dev.praetor.worker.ServerLink;
import dev.praetor.worker.runner.RemoteRunner;
import dev.praetor.worker.runner.Servers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runners that have no database, as JVMs with the class path and the options of this one.
 * They get the servers in their environment, and as the first line of their input a token, which
 * opens nothing but what one runner needs. The key of the worker stays here: code of flows could
 * read it there.
 *
 * @param link the connection of the worker, which asks for tokens
 * @param servers the servers with the runs
 * @param key returns the key of the worker
 * @param home the folder of copies of packages
 * @param slots the largest number of runs at the same time in a runner
 * @param memory the heap of a runner, as the JVM's option {@code -Xmx} takes it
 * @param grace the time that its runs have to end when it is ended
 */
public record RemoteRunnerJvm(
    ServerLink link,
    Servers servers,
    Supplier<String> key,
    Path home,
    int slots,
    String memory,
    Duration grace)
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
    UUID id = UUID.randomUUID();
    ProcessBuilder process =
        RunnerJvm.process(order, slots, memory, grace, "--server", RunnerCommand.TOKEN_ON_INPUT);
    prepare(process.environment(), id);
    String token = token(order, id);
    Process started = process.start();
    var _ = started.onExit().thenAccept(ended -> report(order, id, ended.exitValue()));
    try {
      OutputStream input = started.getOutputStream(); // Stays open: the worker asks for its pulse.
      input.write((token + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      started.destroyForcibly();
      throw e;
    }
    return started;
  }

  /** Leaves out what only the worker needs: its key, the database and the key of secrets. */
  private void prepare(Map<String, String> environment, UUID id) {
    environment
        .keySet()
        .removeIf(
            name -> name.startsWith("PRAETOR_STORE") || name.startsWith("PRAETOR_MASTER_KEY"));
    environment.remove("PRAETOR_API_KEY");
    String own = key.get();
    environment.values().removeIf(value -> value.contains(own));
    environment.put("PRAETOR_HOME", home.toString());
    environment.put(
        "PRAETOR_SERVER",
        servers.addresses().stream().map(URI::toString).collect(Collectors.joining(",")));
    servers
        .authorities()
        .file()
        .ifPresent(file -> environment.put(ServerChoice.CA_CERT, file.toAbsolutePath().toString()));
    environment.put("PRAETOR_RUNNER", id.toString());
  }

  /**
   * Asks for the token of a runner.
   *
   * @throws IOException if the server refuses
   * @throws PraetorException if no server answers
   */
  private String token(Order order, UUID id) throws IOException {
    try {
      return link.token(order.worker(), id, order.code());
    } catch (PraetorException e) {
      if (e.code() == ErrorCode.UNAVAILABLE) {
        throw e;
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Tells the server that a runner has ended, so that nobody waits for it or uses its token. */
  private void report(Order order, UUID id, int status) {
    try {
      if (status != 0) {
        RemoteRunner.reportDeath(servers.withKey(key.get()), id);
      }
      link.endToken(order.worker(), id);
    } catch (RuntimeException e) {
      LOG.atDebug().setCause(e).log("the server was not told that a runner has ended");
    }
  }

  @Override
  public String toString() {
    return "runners of " + servers.addresses(); // Without the key.
  }
}
