package dev.praetor.cli.server;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.run.StopSignals;
import dev.praetor.cli.terminal.LogFormat;
import dev.praetor.cli.terminal.ServiceLog;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.worker.RunnerJvm;
import dev.praetor.cli.worker.WorkerOptions;
import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.engine.Timekeeper;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.worker.StoreLink;
import dev.praetor.worker.Worker;
import dev.praetor.worker.WorkerIdentity;
import dev.praetor.worker.WorkerSettings;
import java.io.PrintWriter;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor server}. */
@Command(
    name = "server",
    description = {
      "Serves a home, or a PostgreSQL database, over HTTP: runs registered flows at the times of"
          + " their schedules, each package in a process of its own."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A setting comes from its option, else from the environment, else from server.properties in the"
          + " home.",
      "Ctrl-C or SIGTERM ends the server: it starts nothing more, and requests and runs in progress"
          + " have the grace period to end.",
      "Examples:",
      "  praetor server",
      "  praetor server --store jdbc:postgresql://localhost/praetor --port 8080",
      "  praetor server --host 0.0.0.0 --tls-cert chain.pem --tls-key key.pem",
      "  praetor server --print-config",
      "  praetor server status"
    })
public final class ServerCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description =
          "The folder of the administrator's key, and of the runs unless --store is given; by"
              + " default PRAETOR_HOME, or ~/.praetor.")
  private @Nullable String home;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "A PostgreSQL database of runs, as jdbc:postgresql://HOST/NAME; by default PRAETOR_STORE.",
        "User and password come from PRAETOR_STORE_USER and PRAETOR_STORE_PASSWORD."
      })
  private @Nullable String store;

  @Mixin private ListenerOptions listener = new ListenerOptions();

  @Option(
      names = "--grace",
      paramLabel = "SPAN",
      description =
          "The time that requests in progress have when the server ends; by default PRAETOR_GRACE,"
              + " or 30s.")
  private @Nullable String grace;

  @Option(names = "--no-worker", description = "Runs no flows: other workers do.")
  private boolean noWorker;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description =
          "The pool whose runs its worker takes; by default PRAETOR_POOL, or the pool default.")
  private @Nullable String pool;

  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "The largest number of runs of its worker at the same time; by default PRAETOR_SLOTS, or"
              + " 100.")
  private @Nullable String slots;

  @Option(
      names = "--runner-memory",
      paramLabel = "SIZE",
      description =
          "The heap of the process of a package, such as 2g; by default PRAETOR_RUNNER_MEMORY, or"
              + " 512m.")
  private @Nullable String runnerMemory;

  @Option(
      names = "--retention-age",
      paramLabel = "SPAN",
      description = {
        "The age at which ended runs are deleted, such as 90d, or forever; by default"
            + " PRAETOR_RETENTION_AGE, or 90d.",
        "Pinned runs are kept (praetor runs pin)."
      })
  private @Nullable String retentionAge;

  @Option(
      names = "--retention-keep",
      paramLabel = "N",
      description =
          "The number of the newest runs of each flow that are kept, however old they are; by"
              + " default PRAETOR_RETENTION_KEEP, or 20.")
  private @Nullable String retentionKeep;

  @Option(
      names = "--retention-events",
      paramLabel = "SPAN",
      description =
          "The age at which events are deleted, such as 30d, or forever; by default"
              + " PRAETOR_RETENTION_EVENTS, or 30d.")
  private @Nullable String retentionEvents;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description =
          "The form of the log, text or json: an object a line; by default PRAETOR_LOG_FORMAT, or"
              + " text.")
  private @Nullable String logFormat;

  @Option(names = "--json", description = "Prints the ready line, or the settings, as JSON.")
  private boolean json;

  @Option(
      names = "--print-config",
      description = "Prints each setting and where it comes from, and starts nothing.")
  private boolean printConfig;

  public ServerCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    SettingSources sources = new SettingSources(given(), environment(), Map.of());
    ServerSettings settings = ServerSettings.of(sources, version());
    if (printConfig) {
      print(settings);
      return ExitCode.SUCCESS;
    }
    TaskOutput.captureLogging();
    CountDownLatch stopped = new CountDownLatch(1);
    try (ServiceLog log = ServiceLog.begin(settings.logFormat(), clock);
        StopSignals signals =
            new StopSignals(log.writer(ServerCommand.class.getName()), "The server ends.");
        PraetorServer server =
            PraetorServer.start(settings.options(), services(settings, log), clock)) {
      signals.stops(_ -> stopped.countDown());
      announce(server, settings, log);
      stopped.await();
    }
    return ExitCode.SUCCESS;
  }

  private List<PraetorServer.Service> services(ServerSettings settings, ServiceLog log) {
    List<PraetorServer.Service> services = new ArrayList<>();
    services.add(store -> new RegisteredScheduler(store, Timekeeper.system()));
    settings.runners().ifPresent(runners -> services.add(worker(settings, runners, log)));
    return services;
  }

  private PraetorServer.Service worker(ServerSettings settings, RunnerJvm runners, ServiceLog log) {
    WorkerIdentity self =
        WorkerOptions.identity(
            WorkerOptions.defaultName(),
            List.of(settings.pool()),
            List.of(),
            runners.slots(),
            spec);
    WorkerSettings own =
        WorkerSettings.DEFAULT
            .withGrace(settings.options().grace())
            .withSecrets(settings.secrets());
    return store -> {
      Worker worker = new Worker(self, new StoreLink(store), own, runners, log::passOn, clock);
      var _ =
          worker
              .drained()
              .thenRun(() -> Thread.ofPlatform().name("praetor-worker-end").start(worker::close));
      return worker;
    };
  }

  private Map<String, String> given() {
    Map<String, String> given = new HashMap<>();
    add(given, "home", home);
    add(given, "store", store);
    given.putAll(listener.given());
    add(given, "grace", grace);
    add(given, "worker", noWorker ? "false" : null);
    add(given, "pool", pool);
    add(given, "slots", slots);
    add(given, "runner.memory", runnerMemory);
    add(given, "retention.age", retentionAge);
    add(given, "retention.keep", retentionKeep);
    add(given, "retention.events", retentionEvents);
    add(given, "log.format", logFormat);
    return given;
  }

  private static void add(Map<String, String> given, String name, @Nullable String value) {
    if (value != null) {
      given.put(name, value);
    }
  }

  /** Returns the environment; a home that is named as an option is the store, as everywhere. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    if (home != null) {
      environment.remove("PRAETOR_STORE");
    }
    return environment;
  }

  private String version() {
    return spec.root().version()[0].replace("praetor ", "");
  }

  private void print(ServerSettings settings) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(settings.document().toPrettyString());
    } else {
      settings.lines().forEach(out::println);
    }
  }

  private void announce(PraetorServer server, ServerSettings settings, ServiceLog log) {
    ServerOptions options = settings.options();
    PrintWriter out = spec.commandLine().getOut();
    // A log in JSON is kept somewhere; the link is a secret.
    Optional<URI> setup =
        json || settings.logFormat() == LogFormat.TEXT ? server.setupLink() : Optional.empty();
    if (json) {
      ObjectNode ready =
          JsonMapper.shared()
              .createObjectNode()
              .put("url", server.url().toString())
              .put("pid", ProcessHandle.current().pid())
              .put("home", options.home().toString())
              .put("store", shown(options.store()))
              .put("version", options.version());
      setup.ifPresent(link -> ready.put("setup", link.toString()));
      out.println(ready);
    } else {
      log.writer(ServerCommand.class.getName())
          .println("The administrator's key is in " + PraetorServer.keyFile(options.home()));
      setup.ifPresent(link ->
          log.writer(ServerCommand.class.getName())
              .println(
                  "No administrator has a password yet. Set one within 24 hours, in a browser: "
                      + link));
      out.println("Praetor server is ready at " + server.url());
    }
    out.flush();
  }

  private static String shown(StoreLocation store) {
    return switch (store) {
      case StoreLocation.Home folder -> folder.folder().toString();
      case StoreLocation.Postgres database -> database.url().replaceAll("\\?.*", "");
      case StoreLocation.Provided _ -> "a data source";
    };
  }
}
