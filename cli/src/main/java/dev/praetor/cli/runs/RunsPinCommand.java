package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.text.RunLabels;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor runs pin}. */
@Command(
    name = "pin",
    description = "Pins runs: retention and pruning keep them, and they are not deleted.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor runs pin 0198f3a2"})
public final class RunsPinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChosenRuns runs = new ChosenRuns();

  @Override
  public Integer call() {
    runs.forEach((store, run) -> {
      store.intents().pin(run.id());
      spec.commandLine()
          .getOut()
          .println(
              "Run " + RunLabels.brief(run.id()) + " is pinned: it is kept until it is unpinned.");
    });
    return ExitCode.SUCCESS;
  }
}
