package dev.praetor.cli.option;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for recording a run: its store, or {@code --no-history}. */
public final class HistoryOptions {
  @Mixin private StoreArguments store = new StoreArguments();

  @Option(
      names = "--no-history",
      description = "Does not record the run; it cannot be inspected, resumed or restarted later.")
  private boolean noHistory;

  /** Returns the place of the store, also if the run is not recorded. */
  public StoreArguments place() {
    return store;
  }

  /** Returns the store that records the run, or empty with {@code --no-history}. */
  public Optional<StoreArguments> store() {
    return noHistory ? Optional.empty() : Optional.of(store);
  }
}
