package dev.praetor.cli.runs;

import dev.praetor.StateType;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs pause}. */
@Command(
    name = "pause",
    description = "Pauses a run, whichever process owns it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A paused run begins nothing; attempts that are running end normally. It stays paused, also if",
      "its process ends, until it is resumed: praetor runs resume RUN",
      "Example: praetor runs pause latest --why 'the database is being moved'"
    })
public final class RunsPauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Option(names = "--why", paramLabel = "WHY", description = "The reason, which is recorded.")
  private String why = "";

  @Override
  public Integer call() throws InterruptedException {
    try (RecordedRuns store = options.runs()) {
      StoredRun found = RunSelector.findWithOwner(store, run);
      OrderedRun.require(found, "pause");
      OrderedRun ordered = new OrderedRun(spec.commandLine(), store, found);
      String id = RunLabels.brief(found.id());
      String by = CurrentUser.name();
      if (isPaused(ordered)) {
        spec.commandLine()
            .getOut()
            .println("Run " + id + " was paused before: " + message(ordered));
        return ExitCode.SUCCESS;
      }
      if (found.isWaiting() && store.intents().hold(found.id(), why)) {
        spec.commandLine()
            .getOut()
            .println("Run " + id + " is held back: it does not start until it is resumed.");
        return ExitCode.SUCCESS;
      }
      if (found.isLost()) {
        store.intents().pauseLost(found, why);
        spec.commandLine()
            .getOut()
            .println("Run " + id + " is Paused; its process had already ended.");
        return ExitCode.SUCCESS;
      }
      return ordered.give(
          new RunOrder.Pause(by, why),
          () -> isPaused(ordered),
          () -> "Run " + id + " is Paused: " + message(ordered));
    }
  }

  private static String message(OrderedRun run) {
    return run.now().state().message();
  }

  private static boolean isPaused(OrderedRun run) {
    return run.now().state().type() == StateType.PAUSED;
  }
}
