package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ServerAddress;
import dev.praetor.cli.place.ServerRuns;
import dev.praetor.cli.place.StoreRuns;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.run.Entrance;
import dev.praetor.cli.run.ForegroundRun;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.embedded.EngineRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs cancel}. */
@Command(
    name = "cancel",
    description = "Cancels a run, whichever process owns it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Clean-up still runs, in the process that owns the run; the command waits up to 30 s for it.",
      "If that process has ended, the clean-up runs here, with the code of the run's flow.",
      "Example: praetor runs cancel latest --why 'wrong office'"
    })
public final class RunsCancelCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();
  @Mixin private StoredTarget target = new StoredTarget();

  @Parameters(paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Option(names = "--why", paramLabel = "WHY", description = "The reason, which is recorded.")
  private String why = "cancelled from the command line";

  @Option(
      names = "--without-clean-up",
      description = "Cancels a run whose process has ended without running its clean-up.")
  private boolean withoutCleanUp;

  public RunsCancelCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    boolean isNamed = options.namedServer().isPresent();
    boolean isLocal = withoutCleanUp || target.isGiven();
    if (isNamed && isLocal) {
      throw new UsageException(
          "--without-clean-up and --target are for runs of a local store; on a server, the"
              + " clean-up is for a worker");
    }
    Optional<ServerAddress> server = options.server().filter(_ -> !isLocal);
    if (server.isPresent()) {
      try (RecordedRuns runs = new ServerRuns(server.get().client())) {
        StoredRun found = open(runs);
        if (!found.isLost()) {
          return order(runs, found);
        }
        if (isNamed || runs.isRegistered(found.id())) {
          return leaveToWorkers(runs, found);
        }
      }
    }
    try (StoreSession session = StoreSession.in(options.store())) {
      RecordedRuns runs = new StoreRuns(session.store().orElseThrow());
      StoredRun found = open(runs);
      return found.isLost() ? cancelLost(session, found, CurrentUser.name()) : order(runs, found);
    }
  }

  /** Returns the run, which has not ended. */
  private StoredRun open(RecordedRuns runs) {
    StoredRun found = RunSelector.findWithOwner(runs, run);
    if (found.state().isFinished()) {
      throw new UsageException(
          "run %s has already ended: it is %s"
              .formatted(RunLabels.brief(found.id()), found.state().name()));
    }
    return found;
  }

  private int order(RecordedRuns runs, StoredRun found) throws InterruptedException {
    RunIntents.Given _ =
        runs.intents().order(found.id(), new RunOrder.Cancel(CurrentUser.name(), why));
    PrintWriter out = spec.commandLine().getOut();
    String id = RunLabels.brief(found.id());
    boolean waits =
        switch (found.state().type()) {
          case SCHEDULED, QUEUED -> true;
          default -> false;
        };
    out.println(
        waits
            ? "Asked to cancel run " + id + ", which has not started; waiting for its end."
            : "Asked %s to cancel run %s; waiting for its end."
                .formatted(found.owner().name(), id));
    return awaitEnd(runs, found, out);
  }

  /** Cancels a run of a server whose process has ended; a worker runs its clean-up. */
  private int leaveToWorkers(RecordedRuns runs, StoredRun found) {
    String id = RunLabels.brief(found.id());
    RunIntents.Given _ =
        runs.intents().order(found.id(), new RunOrder.Cancel(CurrentUser.name(), why));
    if (runs.find(found.id()).filter(now -> now.state().isFinished()).isPresent()) {
      spec.commandLine()
          .getOut()
          .println("Run " + id + " is Cancelled; its process had already ended.");
      return ExitCode.SUCCESS;
    }
    spec.commandLine()
        .getErr()
        .println(
            "Run %s will be cancelled, but its clean-up has not run: a worker with the code of its flow runs it, or praetor runs resume %s on the machine of the store"
                .formatted(id, id));
    return ExitCode.FAILED;
  }

  private int cancelLost(StoreSession session, StoredRun found, String by)
      throws InterruptedException {
    RunStore store = session.store().orElseThrow();
    PrintWriter out = spec.commandLine().getOut();
    String id = RunLabels.brief(found.id());
    List<String> open = withoutCleanUp ? List.of() : store.openCleanUp(found.id());
    if (open.isEmpty() || found.parent().isPresent()) {
      store.cancelLost(found.id(), by, why);
      out.println("Run " + id + " is Cancelled; its process had already ended.");
      return ExitCode.SUCCESS;
    }
    store.cancelWhenResumed(found.id(), by, why);
    String nodes = String.join(", ", open);
    try {
      Flow<?> flow = target.load(found);
      Entrance entrance =
          engine -> {
            EngineRun<?> resumed = engine.resume(found.id(), flow);
            out.println(
                "The process of run " + id + " has ended; its clean-up runs here: " + nodes);
            out.flush();
            return resumed;
          };
      new ForegroundRun(spec.commandLine(), new RunOptions(), session, clock)
          .run(flow, target.of(found), entrance);
    } catch (PraetorException | UsageException | IOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "Run "
                  + id
                  + " will be cancelled, but its clean-up ("
                  + nodes
                  + ") has not run: "
                  + e.getMessage()
                  + "\nRun it with the code of the flow: praetor runs resume "
                  + id
                  + " --target CODE\nCancel the run without it: praetor runs cancel "
                  + id
                  + " --without-clean-up");
      return ExitCode.FAILED;
    }
    StoredRun now = store.find(found.id()).orElse(found);
    out.println("Run " + id + " is " + now.state().name() + ": " + now.state().message());
    return now.state().isFinished() ? ExitCode.SUCCESS : ExitCode.FAILED;
  }

  private int awaitEnd(RecordedRuns store, StoredRun found, PrintWriter out)
      throws InterruptedException {
    boolean ended;
    try (Polling polling = new Polling()) {
      ended =
          polling.until(
              LONGEST,
              () -> store.find(found.id()).map(now -> now.state().isFinished()).orElse(true));
    }
    StoredRun now = store.find(found.id()).orElse(found);
    String id = RunLabels.brief(found.id());
    if (ended) {
      out.println("Run " + id + " is " + now.state().name() + ": " + now.state().message());
      return ExitCode.SUCCESS;
    }
    spec.commandLine()
        .getErr()
        .println(
            "run "
                + id
                + " has not ended yet: it is "
                + RunLabels.state(now)
                + ". The request remains valid; follow the run with praetor runs show "
                + id
                + " --follow");
    return ExitCode.FAILED;
  }
}
