package dev.praetor.cli.option;

import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The store that runs are kept in, or the choice to keep nothing. */
public final class HistoryOptions {
  @Mixin private StoreArguments store = new StoreArguments();

  @Option(
      names = "--no-history",
      description = "Keeps nothing of the run; it cannot be looked at, resumed or restarted later.")
  private boolean noHistory;

  /** The store that runs are kept in, empty where nothing is kept. */
  public Optional<StoreArguments> store() {
    return noHistory ? Optional.empty() : Optional.of(store);
  }
}
