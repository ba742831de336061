package dev.praetor.cli.runs;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.HelpOption;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.StoreCatalog;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.run.ForegroundRun;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.cli.text.PlanPrinter;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.Restart;
import dev.praetor.embedded.StartOptions;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs restart}. */
@Command(
    name = "restart",
    description = "Restarts a run as a new run, which reuses what need not run again.",
    footer = {
      "",
      "The plan is printed first. With other parameters or changed code, everything that depends"
          + " on them runs again too.",
      "The restart of a run of a registered flow is a run that waits for a worker; its id is"
          + " printed. With --target it runs in this process. On a server only registered flows can"
          + " be restarted.",
      "Examples:",
      "  praetor runs restart latest --plan",
      "  praetor runs restart latest -p token=…",
      "  praetor runs restart 0198f3a2 --from 'send[3]'"
    })
public final class RunsRestartCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin
  @SuppressWarnings("unused") // The library reads it.
  private HelpOption help = new HelpOption();

  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private StoredTarget target = new StoredTarget();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private RunOptions options = new RunOptions();

  @Parameters(paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Option(
      names = "--from",
      paramLabel = "WHERE",
      description =
          "failed (the default): what did not succeed, and what follows from it; all:"
              + " everything; a task run, such as send or send[3]: that task run too.")
  private String from = "failed";

  @Option(
      names = "--version",
      paramLabel = "N",
      description =
          "The number of the version, for a run of a registered flow; by default the current one.")
  private @Nullable Integer number;

  @Option(
      names = "--plan",
      description = "Prints what would run and what would be reused, and runs nothing.")
  private boolean onlyPlan;

  public RunsRestartCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (place.namedServer().isPresent()) {
      return onServer();
    }
    if (!target.isGiven() && place.server().isPresent()) {
      try (FlowCatalog flows = place.catalog(clock)) {
        RegisteredRestart registered = new RegisteredRestart(flows, earlier(flows.runs()));
        if (registered.isPossible()) {
          return restart(registered);
        }
      }
    }
    return onStore();
  }

  private int onServer() throws IOException {
    if (target.isGiven()) {
      throw new UsageException(
          "--target is for a restart in this process, which has no store of a server");
    }
    try (FlowCatalog flows = place.catalog(clock)) {
      RegisteredRestart restart = new RegisteredRestart(flows, earlier(flows.runs()));
      if (!restart.isPossible()) {
        throw new UsageException(
            "the code of run %s is not registered at the server; restart the run where its code is"
                .formatted(RunLabels.brief(restart.earlier().id())));
      }
      return restart(restart);
    }
  }

  private StoredRun earlier(RecordedRuns runs) {
    StoredRun earlier = RunSelector.findWithOwner(runs, run);
    refuseUnfinished(earlier);
    return earlier;
  }

  private int restart(RegisteredRestart restart) throws IOException {
    restart.restart(
        new RegisteredRestart.Terms(from, Optional.ofNullable(number), onlyPlan),
        parameters,
        options,
        spec.commandLine().getParseResult(),
        spec.commandLine().getOut());
    return ExitCode.SUCCESS;
  }

  private int onStore() throws IOException, InterruptedException {
    try (StoreSession history = StoreSession.in(place.store())) {
      StoreCatalog flows = new StoreCatalog(history.store().orElseThrow(), clock);
      StoredRun earlier = earlier(flows.runs());
      RegisteredRestart registered = new RegisteredRestart(flows, earlier);
      if (!target.isGiven() && registered.isPossible()) {
        return restart(registered);
      }
      if (number != null) {
        throw new UsageException("--version is for runs of registered flows");
      }
      Flow<?> flow = target.load(earlier);
      String code = target.of(earlier);
      Argument[] given = parameters.again(flow, earlier).toArray(Argument[]::new);
      Restart<?> restart;
      try (PraetorEngine engine = history.engine(code)) {
        restart = engine.planRestart(earlier.id(), flow, from, given);
      }
      show(restart.plan());
      return onlyPlan
          ? ExitCode.SUCCESS
          : new ForegroundRun(spec.commandLine(), options, history, clock)
              .run(flow, code, engine -> engine.start(restart, StartOptions.NONE.here()));
    }
  }

  private static void refuseUnfinished(StoredRun earlier) {
    if (earlier.isWaiting()) {
      String id = RunLabels.brief(earlier.id());
      throw new UsageException(
          "run %s has not started; cancel it first, and restart it then: praetor runs cancel %s"
              .formatted(id, id));
    }
    if (!earlier.state().isFinished() && !earlier.isLost()) {
      throw new UsageException(
          "run "
              + RunLabels.brief(earlier.id())
              + " is still in progress, owned by "
              + earlier.owner().name()
              + "; cancel it first: praetor runs cancel "
              + RunLabels.brief(earlier.id()));
    }
  }

  private void show(RestartPlan plan) {
    PrintWriter out = spec.commandLine().getOut();
    if (options.json() && onlyPlan) {
      out.println(PlanPrinter.json(plan).toPrettyString());
    } else if (!options.isSilent()) {
      out.print(PlanPrinter.of(plan));
      out.flush();
    }
  }
}
