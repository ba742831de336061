package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Environment;
import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.HistoryOptions;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.option.StartTerms;
import dev.praetor.cli.option.TargetOptions;
import dev.praetor.cli.terminal.PlainView;
import dev.praetor.cli.terminal.Screen;
import dev.praetor.cli.terminal.TaskOutput;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.embedded.StartOptions;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.ResumableRuns;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code praetor run}. */
@Command(
    name = "run",
    description = "Runs a flow in this process and shows its progress.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The run is recorded: see praetor runs. After a crash, --resume resumes it.",
      "A run that cannot start yet waits, and says for what: for its time, or for the limit of its",
      "flow (praetor limits).",
      "If a run with the same --key exists, its state is printed, and the exit status is that of the",
      "earlier run; 0 if it has not ended.",
      "Ctrl-C cancels the run; clean-up still runs. A second Ctrl-C ends the process immediately.",
      "Exit status: 0 success, 1 failed, 2 usage error, 130 cancelled."
    })
public final class RunCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private StartTerms terms = new StartTerms();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private HistoryOptions keeping = new HistoryOptions();

  @Option(names = "--list", description = "Lists the flows of the target, and runs none.")
  private boolean list;

  @Option(
      names = "--on-schedule",
      description = "Runs the flow at the times of its schedule, until Ctrl-C or SIGTERM.")
  private boolean onSchedule;

  @Option(
      names = "--resume",
      description =
          "Resumes the newest lost run with the same target, flow and parameters, or"
              + " starts a new one.")
  private boolean resume;

  @Option(
      names = "--in-process",
      description = "Runs a flow in this process that has another environment.")
  private boolean inProcess;

  public RunCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    TaskOutput.captureLogging();
    CommandLine line = spec.commandLine();
    if (list) {
      target
          .flows()
          .forEach(each -> line.getOut().println(each.name() + FlowPrinter.described(each)));
      return ExitCode.SUCCESS;
    }
    Flow<?> chosen = target.flow();
    requireHere(chosen);
    List<Argument> arguments = List.of(parameters.read(chosen));
    if (!onSchedule) { // The clocks of a schedule supply the other parameters.
      FlowParameters.check(chosen, arguments);
    }
    requireTermsFit();
    StartOptions start = terms.read(clock.instant());
    try (StoreSession history = StoreSession.of(keeping)) {
      if (onSchedule) {
        return onSchedule(history, chosen, arguments);
      }
      NewRun fresh = new NewRun(chosen, start, arguments);
      Entrance entrance = resume ? resumption(history, fresh) : fresh;
      return new ForegroundRun(line, options, history, clock)
          .run(chosen, target.target(), entrance);
    }
  }

  private int onSchedule(StoreSession history, Flow<?> chosen, List<Argument> arguments)
      throws IOException, InterruptedException {
    CommandLine line = spec.commandLine();
    ScheduledRuns runs = new ScheduledRuns(chosen, history, line.getOut(), line.getErr());
    EngineSettings settings = history.settings(target.target());
    try (TemporaryStore unkept = new TemporaryStore()) {
      RunStore store = history.store().isPresent() ? history.store().get() : unkept.open();
      return runs.run(store, settings, this::changeScheduled, arguments);
    }
  }

  private RunSettings changeScheduled(RunSettings settings) {
    return options.change(settings).withListener(new PlainView(Screen.STANDARD));
  }

  private void requireTermsFit() {
    if (!terms.areGiven()) {
      return;
    }
    if (onSchedule) {
      throw new UsageException(
          "--at, --key and --label belong to one run; with --on-schedule the schedule makes the"
              + " runs");
    }
    if (keeping.store().isEmpty()) {
      throw new UsageException("--at, --key and --label need a history; omit --no-history");
    }
  }

  /** Refuses a flow that is to run elsewhere, since this command starts no other process. */
  private void requireHere(Flow<?> chosen) {
    String where =
        switch (chosen.environment().orElse(null)) {
          case null -> "";
          case Environment.InProcess _ -> "";
          case Environment.Process _ -> "a process of its own";
          case Environment.Container container -> "a container of " + container.image();
        };
    if (!where.isEmpty() && !inProcess) {
      throw new UsageException(
          "flow '"
              + chosen.name()
              + "' is to run in "
              + where
              + ", which praetor run cannot start; nothing ran. To run it in this process all the"
              + " same, without the files and variables of that environment, add --in-process, or"
              + " remove .environment(…) from the flow");
    }
  }

  /** Returns the entrance of the newest lost run, or of the new run if there is none. */
  private Entrance resumption(StoreSession history, NewRun fresh) {
    RunStore store =
        history
            .store()
            .orElseThrow(() -> new UsageException("--resume needs a history; omit --no-history"));
    Optional<StoredRun> lost =
        ResumableRuns.newest(store, fresh.flow(), target.target(), fresh.given());
    if (lost.isEmpty()) {
      say("there is no run to resume; starting a new one");
      return fresh;
    }
    String id = lost.get().id().toString();
    return new Resumption(lost.get(), fresh.flow(), fresh.given(), () -> say("resuming run " + id));
  }

  private void say(String text) {
    if (!options.isSilent()) {
      spec.commandLine().getErr().println(text);
    }
  }
}
