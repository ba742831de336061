package dev.praetor.cli.runs;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.model.StoredRun;
import java.io.Console;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs delete}. */
@Command(
    name = "delete",
    description = "Deletes runs with everything recorded about them, or only their results.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A run in progress is not deleted; cancel it first. Nor is a pinned run; unpin it first.",
      "Examples:",
      "  praetor runs delete 0198f3a2 0198f3b7",
      "  praetor runs delete latest --results 'send[3]' --yes"
    })
public final class RunsDeleteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "The runs; 'latest' for the newest.")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--results",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "TASK",
      description =
          "Deletes results only; histories are kept. With a TASK, deletes only the results of that"
              + " task run, or of that node with all its children.")
  private @Nullable String results;

  @Option(names = "--yes", description = "Does not ask for confirmation.")
  private boolean yes;

  @Override
  public Integer call() {
    try (RecordedRuns store = options.runs()) {
      List<StoredRun> found =
          runs.stream().map(each -> RunSelector.findWithOwner(store, each)).distinct().toList();
      found.forEach(RunsDeleteCommand::refuseRunning);
      if (!yes && !agreed(found)) {
        spec.commandLine().getErr().println("Nothing was deleted.");
        return ExitCode.FAILED;
      }
      found.forEach(each -> delete(store, each.id()));
    }
    return ExitCode.SUCCESS;
  }

  private static void refuseRunning(StoredRun run) {
    if (!run.state().isFinished() && !run.isLost()) {
      throw new UsageException(
          "run "
              + RunLabels.brief(run.id())
              + " is owned by "
              + run.owner().name()
              + "; nothing was deleted. Cancel it first: praetor runs cancel "
              + RunLabels.brief(run.id()));
    }
  }

  private boolean agreed(List<StoredRun> found) {
    String what =
        found.stream()
            .map(run -> "\n  " + RunLabels.brief(run.id()) + "  " + run.name())
            .collect(Collectors.joining());
    Optional<Console> console = Terminals.console();
    if (console.isEmpty()) {
      throw new UsageException("there is no terminal to ask on; use --yes to delete" + what);
    }
    String answer =
        console
            .get()
            .readLine(
                "Delete %s%s%nThis cannot be undone. Delete? [y/n] ",
                results == null ? "runs" : "the results of runs", what);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }

  private void delete(RecordedRuns store, RunId run) {
    PrintWriter out = spec.commandLine().getOut();
    if (results == null) {
      store.intents().delete(run);
      out.println("Deleted run " + run + ".");
      return;
    }
    Optional<TaskPath> path =
        results.isEmpty() ? Optional.empty() : Optional.of(TaskPath.parse(results));
    int dropped = store.intents().dropResults(run, path);
    out.println("Deleted " + dropped + " results of run " + run + ".");
  }
}
