package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.PruneResult;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
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
    Optional<Instant> before =
        Optional.ofNullable(olderThan)
            .map(text -> TimeFormat.past(text, clock.instant(), "--older-than"));
    PruneFilter filter =
        new PruneFilter(before, Optional.ofNullable(flow), keep == null ? 0 : keep, dryRun);
    PrintWriter out = spec.commandLine().getOut();
    try (RunStore store =
        options
            .storeOnly(
                "runs prune",
                "delete runs one by one with praetor runs delete, or prune on its machine")
            .open()) {
      PruneResult pruned = store.prune(filter);
      if (dryRun) {
        pruned.runs().forEach(run -> out.println("would delete " + run));
      }
      out.println(
          (dryRun ? "Would delete " : "Deleted ")
              + pruned.runs().size()
              + " runs and "
              + pruned.blobs()
              + " large results.");
    }
    return ExitCode.SUCCESS;
  }
}
