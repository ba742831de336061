package dev.praetor.cli.worker;

import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.place.ServerChoice;
import dev.praetor.cli.secret.SecretSources;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.terminal.ServiceLog;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.variable.VariableSources;
import dev.praetor.client.Authorities;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.run.RunHooks;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.engine.loading.PackageLoader;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.worker.Pulse;
import dev.praetor.worker.Retirement;
import dev.praetor.worker.runner.RemoteRunner;
import dev.praetor.worker.runner.RunnerSettings;
import dev.praetor.worker.runner.Servers;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code praetor runner}, which a worker starts: runs the registered runs of one package until its
 * standard input ends.
 */
@Command(
    name = "runner",
    hidden = true,
    description = "Runs the runs of one registered package; started by a worker.",
    mixinStandardHelpOptions = true)
public final class RunnerCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerCommand.class);
  private static final int LONGEST_TOKEN = 200;
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments place = new StoreArguments();

  @Option(
      names = "--code",
      required = true,
      paramLabel = "SHA256",
      description = "The SHA-256 of the package.")
  private String code = "";

  @Option(
      names = "--worker",
      paramLabel = "ID",
      description = "The id of the worker, whose pools, labels and slots decide about the runs.")
  private @Nullable String worker;

  @Option(
      names = "--isolated",
      description = "Runs one run that gets a process of its own, and ends with it.")
  private boolean isolated;

  @Option(
      names = "--slots",
      defaultValue = "100",
      paramLabel = "N",
      description = "The largest number of runs at the same time; ${DEFAULT-VALUE} by default.")
  private int slots;

  @Option(
      names = "--grace-millis",
      defaultValue = "30000",
      paramLabel = "N",
      description = "The time that runs have to end when this process is ended, in milliseconds.")
  private long graceMillis;

  @Option(
      names = "--server",
      description = {
        "Runs the runs of a server, without a database: PRAETOR_SERVER has its address, or several"
            + " with commas, and PRAETOR_API_KEY the key."
      })
  private boolean remote;

  /** The option with which a worker starts a runner, whose environment code of flows can read. */
  static final String TOKEN_ON_INPUT = "--token-on-input";

  @Option(
      names = TOKEN_ON_INPUT,
      description =
          "Reads the token from the first line of standard input, instead of PRAETOR_API_KEY.")
  private boolean tokenOnInput;

  public RunnerCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    TaskOutput.captureLogging();
    try (ServiceLog _ = ServiceLog.begin(WorkerOptions.environmentFormat(), clock)) {
      return remote ? runRemotely(System.getenv()) : runWithStore();
    }
  }

  private int runWithStore() throws IOException, InterruptedException {
    StoreOptions own = StoreOptions.defaults().withCode(code).withIsolated(isolated);
    try (RunStore store = place.open(worker == null ? own : own.withWorker(worker))) {
      Path folder = new PackageFolder(place.home(), store.packageFiles()).open(code);
      List<Flow<?>> flows = PackageLoader.load(folder);
      EngineSettings settings =
          EngineSettings.defaults()
              .withSlots(slots)
              .withGrace(Duration.ofMillis(graceMillis))
              .withSecrets(SecretSources.granted(store, place))
              .withVariables(VariableSources.onWorker(store))
              .withOrigin(new RunOrigin("", CurrentUser.name()));
      CountDownLatch over = new CountDownLatch(1);
      EngineSettings all = isolated ? forOneRun(settings, over) : settings;
      try (PraetorEngine engine = new PraetorEngine(store, all, new LoggedSchedules())) {
        engine.servePackage(code, flows);
        awaitEnd(over, engine::retire);
      }
    }
    return ExitCode.SUCCESS;
  }

  private int runRemotely(Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessId self = ProcessId.current();
    String name =
        "runner of %s@%s, process %d".formatted(CurrentUser.name(), self.host(), self.pid());
    CountDownLatch over = new CountDownLatch(1);
    try (RemoteRunner runner = RemoteRunner.start(settings(environment), place.home(), name)) {
      var _ = runner.onlyRunEnded().thenRun(over::countDown);
      CompletableFuture<String> refused = runner.keyRefused();
      var _ = refused.thenRun(over::countDown);
      awaitEnd(over, runner::retire);
      if (refused.isDone()) {
        LOG.error("the runner ends: {}", refused.join());
        return ExitCode.FAILED;
      }
    }
    return ExitCode.SUCCESS;
  }

  /**
   * Reads the token, and nothing after it: the worker asks for the pulse there.
   *
   * @throws UsageException if there is none
   */
  private static String readToken(InputStream input) throws IOException {
    StringBuilder token = new StringBuilder();
    for (int c = input.read(); c > ' ' && token.length() < LONGEST_TOKEN; c = input.read()) {
      token.append((char) c);
    }
    if (token.isEmpty()) {
      throw new UsageException("the first line of the input has no token");
    }
    return token.toString();
  }

  private RunnerSettings settings(Map<String, String> environment) throws IOException {
    try {
      String id = environment.getOrDefault("PRAETOR_RUNNER", UUID.randomUUID().toString());
      return new RunnerSettings(
          UUID.fromString(id),
          servers(environment, tokenOnInput ? readToken(System.in) : key(environment)),
          code,
          Optional.ofNullable(worker),
          spec.root().version()[0].replace("praetor ", ""),
          isolated ? 1 : slots,
          isolated,
          Duration.ofMillis(graceMillis));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static String key(Map<String, String> environment) {
    return environment.getOrDefault("PRAETOR_API_KEY", "");
  }

  private static Servers servers(Map<String, String> environment, String key) {
    return new Servers(
        Stream.of(environment.getOrDefault("PRAETOR_SERVER", "").split(","))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .map(URI::create)
            .toList(),
        key,
        ServerChoice.authorities(environment).orElse(Authorities.OF_THE_JVM));
  }

  /** Returns settings for one run, whose end is noted. */
  private static EngineSettings forOneRun(EngineSettings settings, CountDownLatch over) {
    RunHooks none = RunHooks.NONE;
    return settings
        .withHooks(
            new RunHooks(
                none.change(),
                run -> {
                  var _ = run.ended().whenComplete((_, _) -> over.countDown());
                },
                none.waits()))
        .withOneRun();
  }

  /**
   * Waits until the worker ends this process by closing its input, or has itself ended; or until
   * something else is over. A signal ends it in the same way: Ctrl-C at a terminal reaches the
   * runners too, and so does the SIGTERM by which a service manager ends all processes of a worker.
   * If code in it goes on that nobody can end, this process takes no more runs, and ends after its
   * last one.
   *
   * @param retire completed when all runs have ended
   */
  private void awaitEnd(CountDownLatch over, Supplier<CompletableFuture<Void>> retire)
      throws InterruptedException {
    Retirement retirement =
        new Retirement(
            Duration.ofMillis(graceMillis),
            () ->
                Thread.ofPlatform()
                    .name("runner-retires")
                    .start(() -> {
                      var _ = retire.get().thenRun(over::countDown);
                    }));
    for (String signal : List.of("INT", "TERM")) {
      Object _ = Signals.register(signal, over::countDown);
    }
    Thread.ofPlatform()
        .daemon()
        .name("runner-input")
        .start(() -> read(System.in, retirement, over));
    over.await();
  }

  private static void read(InputStream input, Retirement retirement, CountDownLatch over) {
    OutputStream output = new FileOutputStream(FileDescriptor.out); // Not closed: runs may print.
    try {
      Pulse.answer(input, output, retirement::check);
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the input of the runner cannot be read");
    } finally {
      over.countDown();
    }
  }
}
