package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.HistoryOptions;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.option.TargetOptions;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
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
    description = "Runs a flow in this process and shows how it goes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What the run comes to is kept: see praetor runs. After a crash, --resume goes on with it.",
      "Ctrl-C cancels the run: clean-up still runs. A second one ends at once.",
      "Exit status: 0 success, 1 failed, 2 wrong use, 130 cancelled."
    })
public final class RunCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private RunOptions options = new RunOptions();
  @Mixin private HistoryOptions keeping = new HistoryOptions();

  @Option(names = "--list", description = "Lists the flows there are, and runs none.")
  private boolean list;

  @Option(
      names = "--on-schedule",
      description = "Runs the flow at the times of its schedule, until Ctrl-C.")
  private boolean onSchedule;

  @Option(
      names = "--resume",
      description =
          "Goes on with the newest run of the same flow and parameters whose process ended before it"
              + " did; where there is none, starts a new one.")
  private boolean resume;

  public RunCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandLine line = spec.commandLine();
    if (list) {
      target
          .flows()
          .forEach(each -> line.getOut().println(each.name() + FlowPrinter.described(each)));
      return ExitCode.SUCCESS;
    }
    Flow<?> chosen = target.flow();
    List<Argument> arguments = List.of(parameters.read(chosen));
    if (!onSchedule) { // There the clocks give the rest.
      FlowParameters.check(chosen, arguments);
    }
    try (StoreSession history = StoreSession.of(keeping)) {
      if (onSchedule) {
        return new ScheduledRuns(
                chosen,
                arguments,
                run -> equipped(history, chosen, run).with(options::change),
                history,
                line.getOut(),
                line.getErr())
            .run();
      }
      LocalRun<?> local = equipped(history, chosen, LocalRun.of(chosen));
      if (resume) {
        local = goingOn(history, chosen, local, arguments);
      }
      return new ForegroundRun(line, options, history, clock).run(chosen, local, arguments);
    }
  }

  /** Returns the same run with its secrets and its store. */
  private LocalRun<?> equipped(StoreSession history, Flow<?> chosen, LocalRun<?> run) {
    return history.kept(DemoSecrets.with(run, target.target()), chosen, target.target());
  }

  /** The run that is to go on, or the new one. */
  private LocalRun<?> goingOn(
      StoreSession history, Flow<?> chosen, LocalRun<?> fresh, List<Argument> arguments) {
    RunStore store =
        history
            .store()
            .orElseThrow(() ->
                new UsageException("--resume needs the history that --no-history leaves out"));
    Optional<StoredRun> lost = ResumableRuns.newest(store, chosen, target.target(), arguments);
    if (lost.isEmpty()) {
      say("there is no run to go on with, so this is a new one");
      return fresh;
    }
    RecordedRun before = Resumption.of(store, lost.get(), chosen);
    say("going on with run " + lost.get().id());
    return fresh.resuming(before);
  }

  private void say(String text) {
    if (!options.isSilent()) {
      spec.commandLine().getErr().println(text);
    }
  }
}
