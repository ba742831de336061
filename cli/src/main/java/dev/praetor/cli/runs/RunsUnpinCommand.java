package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.model.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs unpin}. */
@Command(
    name = "unpin",
    description = "Takes back that runs are pinned.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor runs unpin 0198f3a2"})
public final class RunsUnpinCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "The runs; 'latest' for the newest.")
  private List<String> runs = new ArrayList<>();

  @Override
  public Integer call() {
    try (RecordedRuns store = options.runs()) {
      List<StoredRun> found =
          runs.stream().map(each -> RunSelector.find(store, each)).distinct().toList();
      for (StoredRun run : found) {
        store.intents().unpin(run.id());
        spec.commandLine().getOut().println("Run " + RunLabels.brief(run.id()) + " is not pinned.");
      }
    }
    return ExitCode.SUCCESS;
  }
}
