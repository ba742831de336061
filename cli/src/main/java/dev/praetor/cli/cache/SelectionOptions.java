package dev.praetor.cli.cache;

import dev.praetor.cli.place.StoreRuns;
import dev.praetor.cli.runs.RunSelector;
import dev.praetor.store.RunStore;
import dev.praetor.store.cache.CachedResults;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select cached results. */
public final class SelectionOptions {
  @Option(names = "--flow", paramLabel = "NAME", description = "Results that runs of a flow made.")
  private @Nullable String flow;

  @Option(names = "--task", paramLabel = "NODE", description = "Results that a node made.")
  private @Nullable String node;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Results that a run made; 'latest' for the newest run.")
  private @Nullable String run;

  boolean isEmpty() {
    return flow == null && node == null && run == null;
  }

  CachedResults.Selection in(RunStore store) {
    return new CachedResults.Selection(
        Optional.ofNullable(flow),
        Optional.ofNullable(node),
        Optional.ofNullable(run).map(text -> RunSelector.find(new StoreRuns(store), text).id()));
  }
}
