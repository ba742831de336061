package dev.praetor.cli.runs;

import dev.praetor.RunId;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.PruneFilter;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code praetor runs prune}. */
@Command(
    name = "prune",
    description = {
      "Deletes runs that ended long ago, with everything recorded about them, except pinned runs.",
      "A server does this by itself, by its settings of retention."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor runs prune --older-than 30d --keep 100 --dry-run"})
public final class RunsPruneCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Option(
      names = "--older-than",
      paramLabel = "WHEN",
      description =
          "Only runs that ended more than 30d or 12h ago, or before a date such as 2026-01-31.")
  private @Nullable String olderThan;

  @Option(names = "--flow", paramLabel = "NAME", description = "Only runs of this flow.")
  private @Nullable String flow;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keeps the newest N runs of each flow, however old they are.")
  private @Nullable Integer keep;

  @Option(names = "--dry-run", description = "Prints what would be deleted, and deletes nothing.")
  private boolean dryRun;

  public RunsPruneCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (olderThan == null && keep == null) {
      throw new UsageException(
          "choose the runs: --older-than 30d, or --keep 100 for all but the newest 100");
    }
    if (keep != null && keep < 0) {
      throw new UsageException("--keep must be 0 or more runs of each flow, not " + keep);
    }
    PruneFilter filter = PruneFilter.all().withKeepLatest(keep == null ? 0 : keep);
    if (olderThan != null) {
      filter = filter.withEndedBefore(TimeFormat.past(olderThan, clock.instant(), "--older-than"));
    }
    if (flow != null) {
      filter = filter.withFlow(flow);
    }
    PrintWriter out = spec.commandLine().getOut();
    try (RecordedRuns runs = options.runs()) {
      if (dryRun) {
        List<RunId> found = runs.intents().prunable(filter);
        found.forEach(run -> out.println("would delete " + run));
        out.println("Would delete %d runs and 0 large results.".formatted(found.size()));
      } else {
        RunIntents.Pruned pruned = runs.intents().prune(filter);
        out.println(
            "Deleted %d runs and %d large results.".formatted(pruned.runs(), pruned.blobs()));
      }
    }
    return ExitCode.SUCCESS;
  }
}
