package dev.praetor.cli.runs;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.StateType;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ServerAddress;
import dev.praetor.cli.place.ServerRuns;
import dev.praetor.cli.place.StoreRuns;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.run.Entrance;
import dev.praetor.cli.run.ForegroundRun;
import dev.praetor.cli.run.Resumption;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs resume}. */
@Command(
    name = "resume",
    description =
        "Resumes a paused run, or a run whose process ended before the run did, in this process.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A paused run continues in its process. A run whose process has ended is resumed here:",
      "ended task runs are kept, and attempts that were in progress have crashed and run again. If it",
      "was paused it stays so; resume it once more from another terminal. A run that is Crashed, as",
      "too many of its processes died, is resumed in the same way, here or in a process that serves it.",
      "A run that waited to start in a process that has ended waits here.",
      "Secret parameters are not recorded, so they are given again with -p.",
      "Example: praetor runs resume latest"
    })
public final class RunsResumeCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private StoredTarget target = new StoredTarget();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private RunOptions options = new RunOptions();

  @Parameters(paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Option(
      names = "--why",
      paramLabel = "WHY",
      description = "The reason, which is recorded with the end of the pause.")
  private String why = "";

  public RunsResumeCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Optional<ServerAddress> server = place.server();
    if (server.isPresent()) {
      try (RecordedRuns runs = new ServerRuns(server.get().client())) {
        StoredRun chosen = RunSelector.find(runs, run);
        OptionalInt done = withoutCode(runs, chosen);
        if (done.isPresent()) {
          return done.getAsInt();
        }
        if (place.namedServer().isPresent()) {
          throw cannotResume(chosen);
        }
      }
    }
    try (StoreSession history = StoreSession.in(place.store())) {
      RunStore runs = history.store().orElseThrow();
      RecordedRuns recorded = new StoreRuns(runs);
      StoredRun chosen = RunSelector.find(recorded, run);
      OptionalInt done = withoutCode(recorded, chosen);
      if (done.isPresent()) {
        return done.getAsInt();
      }
      OrderedRun ordered = new OrderedRun(spec.commandLine(), recorded, chosen);
      Flow<?> flow = target.load(chosen);
      List<Argument> secrets = secretParameters(flow, chosen);
      StoredRun found = opened(runs, chosen);
      boolean paused = ordered.now().state().type() == StateType.PAUSED;
      Entrance entrance = new Resumption(found, flow, secrets, () -> sayResumed(found, paused));
      return new ForegroundRun(spec.commandLine(), options, history, clock)
          .run(flow, target.of(found), entrance);
    }
  }

  /** Returns the reason for which a run of a server is not resumed. */
  private static UsageException cannotResume(StoredRun chosen) {
    String id = RunLabels.brief(chosen.id());
    if (!chosen.isLost() && !chosen.isGivenUp()) {
      OrderedRun.require(chosen, "resume");
      return new UsageException(
          "run %s is in progress in %s; there is nothing to resume"
              .formatted(id, chosen.owner().name()));
    }
    return new UsageException(
        "the process of run %s has ended, and the server does not have the code of its flow; resume the run where the code is, on the home or database of the server"
            .formatted(id));
  }

  /** Resumes a run where this needs no code here; empty if it does. */
  private OptionalInt withoutCode(RecordedRuns runs, StoredRun chosen) throws InterruptedException {
    OrderedRun ordered = new OrderedRun(spec.commandLine(), runs, chosen);
    if (ordered.now().state().type() == StateType.PAUSED && !chosen.isLost()) {
      return OptionalInt.of(endPause(ordered));
    }
    if (chosen.isWaiting() && runs.intents().release(chosen.id(), why)) {
      spec.commandLine()
          .getOut()
          .println("Run " + RunLabels.brief(chosen.id()) + " is no longer held back.");
      return OptionalInt.of(ExitCode.SUCCESS);
    }
    return runs.isRegistered(chosen.id())
        ? OptionalInt.of(leaveToWorkers(runs, chosen))
        : OptionalInt.empty();
  }

  /** Lets a worker, which has the code of a registered flow, resume a run. */
  private int leaveToWorkers(RecordedRuns runs, StoredRun chosen) {
    if (chosen.isGivenUp()) {
      runs.intents().reopen(chosen.id(), why);
    } else {
      OrderedRun.require(chosen, "resume");
    }
    String id = RunLabels.brief(chosen.id());
    String text =
        chosen.isGivenUp() || chosen.isLost()
            ? "Run %s is a run of a registered flow: a worker, or an application that serves the flow, resumes it."
                .formatted(id)
            : chosen.isWaiting()
                ? "Run %s has not started yet: a worker, or an application that serves the flow, starts it."
                    .formatted(id)
                : "Run %s is in progress in %s.".formatted(id, chosen.owner().name());
    spec.commandLine().getOut().println(text);
    return ExitCode.SUCCESS;
  }

  /** Opens a run again that was given up, because too many of its processes died. */
  private StoredRun opened(RunStore runs, StoredRun found) {
    if (!found.isGivenUp()) {
      return found;
    }
    runs.reopen(found.id(), CurrentUser.name(), why);
    return runs.find(found.id()).orElse(found);
  }

  private int endPause(OrderedRun ordered) throws InterruptedException {
    OrderedRun.require(ordered.run(), "resume");
    String id = RunLabels.brief(ordered.run().id());
    String where = ordered.run().owner().name();
    return ordered.give(
        new RunOrder.Resume(CurrentUser.name(), why),
        () -> ordered.now().state().type() != StateType.PAUSED,
        () -> "Run " + id + " was paused; it continues in " + where + ".");
  }

  private void sayResumed(StoredRun found, boolean paused) {
    String id = RunLabels.brief(found.id());
    PrintWriter err = spec.commandLine().getErr();
    if (found.isWaiting()) {
      err.println("Run " + id + " has not started yet; it starts here as soon as it can.");
      return;
    }
    err.println("The process of run " + id + " has ended; the run is resumed here.");
    if (paused) {
      err.println(
          "It stays paused until somebody resumes it, from another terminal: praetor runs resume "
              + id);
    }
    err.flush();
  }

  /** Returns the parameters given again; only unrecorded parameters may be given. */
  private List<Argument> secretParameters(Flow<?> flow, StoredRun found) throws IOException {
    List<Argument> given = List.of(parameters.read(flow));
    for (Argument argument : given) {
      if (!found.parameterNotes().containsKey(argument.name())) {
        throw new UsageException(
            "a resumed run keeps its parameters, so '"
                + argument.name()
                + "' cannot be given; only a parameter whose value is not recorded is given again."
                + "\nFor other parameters, restart the run: praetor runs restart "
                + RunLabels.brief(found.id()));
      }
    }
    return given;
  }
}
