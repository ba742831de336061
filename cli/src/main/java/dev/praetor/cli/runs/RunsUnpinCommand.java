package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.text.RunLabels;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor runs unpin}. */
@Command(
    name = "unpin",
    description = "Takes back that runs are pinned.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor runs unpin 0198f3a2"})
public final class RunsUnpinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ChosenRuns runs = new ChosenRuns();

  @Override
  public Integer call() {
    runs.forEach((store, run) -> {
      store.intents().unpin(run.id());
      spec.commandLine().getOut().println("Run " + RunLabels.brief(run.id()) + " is not pinned.");
    });
    return ExitCode.SUCCESS;
  }
}
