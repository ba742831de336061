package dev.praetor.worker.serve;

import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.client.Authorities;
import dev.praetor.client.ClientOptions;
import dev.praetor.client.NewPackage;
import dev.praetor.client.PackagesApi;
import dev.praetor.client.PraetorClient;
import dev.praetor.engine.local.UntilShutdown;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.spi.ServedFlows;
import dev.praetor.store.db.ProcessId;
import dev.praetor.worker.runner.RemoteRunner;
import dev.praetor.worker.runner.RunnerSettings;
import dev.praetor.worker.runner.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server for which an application runs flows in its own process. The flows are registered without
 * a package; the server makes the runs of their schedules, and this process runs them, also beside
 * other processes of the application. While no process with the version of a run lives, the run
 * waits, and says so. Pools, labels of workers and isolation do not concern these flows. Immutable;
 * the methods that set something return a changed copy.
 *
 * {@snippet file="dev/praetor/worker/serve/ServerHomeTest.java" region="server"}
 */
public final class ServerHome {
  private static final Logger LOG = LoggerFactory.getLogger(ServerHome.class);
  private static final int SLOTS = 100;
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final List<URI> servers;
  private final String key;
  private final Authorities authorities;
  private final int slots;
  private final Duration grace;

  private ServerHome(
      List<URI> servers, String key, Authorities authorities, int slots, Duration grace) {
    this.servers = List.copyOf(servers);
    this.key = key;
    this.authorities = authorities;
    this.slots = slots;
    this.grace = grace;
  }

  /**
   * Returns a server.
   *
   * @param address its address: {@code http://127.0.0.1:4200}
   * @param key a key of the server
   */
  public static ServerHome at(URI address, String key) {
    return at(List.of(address), key);
  }

  /**
   * Returns servers with one database; the next one is asked when one is away.
   *
   * @param addresses their addresses, at least one
   * @param key a key of the servers
   */
  public static ServerHome at(List<URI> addresses, String key) {
    return new ServerHome(addresses, key, Authorities.OF_THE_JVM, SLOTS, GRACE);
  }

  /**
   * Sets the largest number of runs at the same time in this process; 100 by default. Further runs
   * wait, or run in other processes that serve their flows.
   *
   * @throws IllegalArgumentException if {@code most} is less than 1
   */
  public ServerHome slots(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("there is at least 1 slot, not " + most);
    }
    return new ServerHome(servers, key, authorities, most, grace);
  }

  /**
   * Sets the time that runs have to end when the flows are served no more; 30 seconds by default.
   *
   * @throws IllegalArgumentException if {@code longest} is negative
   */
  public ServerHome grace(Duration longest) {
    if (longest.isNegative()) {
      throw new IllegalArgumentException("the grace period is negative: " + longest);
    }
    return new ServerHome(servers, key, authorities, slots, longest);
  }

  /** Sets the authorities whose certificates are trusted; those of the JVM by default. */
  public ServerHome authorities(Authorities trusted) {
    return new ServerHome(servers, key, trusted, slots, grace);
  }

  /**
   * Registers flows and serves them until they are closed, or the process is told to end. A version
   * that is registered already becomes the current one again.
   *
   * @throws IllegalArgumentException if there is no flow, two have the same name, or an address or
   *     the key cannot be used
   * @throws PraetorException if the server cannot be reached or refuses; the message says why
   */
  public ServedFlows serve(Flow<?>... flows) {
    List<Flow<?>> all = List.of(flows);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is no flow to serve");
    }
    RunnerSettings settings =
        new RunnerSettings(
            UUID.randomUUID(),
            new Servers(servers, key, authorities),
            FlowPackage.SERVED.sha256(),
            Optional.empty(),
            version(),
            slots,
            false,
            grace);
    register(all);
    RemoteRunner runner = RemoteRunner.start(settings, name(), all);
    return UntilShutdown.of(where(), runner::close);
  }

  private String where() {
    return String.join(", ", servers.stream().map(URI::toString).toList());
  }

  /** Registers the flows at the first server that answers. */
  private void register(List<Flow<?>> flows) {
    Map<String, String> specs = new LinkedHashMap<>();
    for (Flow<?> flow : flows) {
      if (specs.put(flow.name(), flow.spec().json()) != null) {
        throw new IllegalArgumentException("two flows are named '" + flow.name() + "'");
      }
    }
    NewPackage none = new NewPackage(FlowPackage.Kind.SERVED.name(), 0, List.of());
    ClientOptions options = ClientOptions.defaults().withAuthorities(authorities);
    for (int i = 0; ; i++) {
      try (PraetorClient client = PraetorClient.at(servers.get(i), key, options)) {
        for (PackagesApi.Effect effect :
            client.packages().register(Registration.DEFAULT_PROJECT, none, specs)) {
          LOG.atInfo()
              .addKeyValue("flow", effect.now().flow())
              .log("version {} is served for {}", effect.now().number(), client.address());
        }
        return;
      } catch (PraetorException e) {
        if (i == servers.size() - 1) {
          throw e;
        }
        LOG.warn("{}; the next server is asked", e.getMessage());
      }
    }
  }

  private static String name() {
    return "%s@%s, process %d"
        .formatted(
            System.getProperty("user.name", "?"),
            ProcessId.current().host(),
            ProcessHandle.current().pid());
  }

  /** Returns the version of Praetor. */
  private static String version() {
    try (InputStream text = ServerHome.class.getResourceAsStream("version.txt")) {
      if (text == null) {
        throw new IllegalStateException(
            "the file version.txt of Praetor is missing; keep it in the jar");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
