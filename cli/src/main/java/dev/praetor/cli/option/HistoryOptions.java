package dev.praetor.cli.option;

import dev.praetor.cli.run.StoreSession;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where runs are kept, and whether they are. */
public final class HistoryOptions {
  @Mixin private StoreArguments store = new StoreArguments();

  @Option(
      names = "--no-history",
      description = "Keeps nothing of the run; it cannot be looked at, resumed or restarted later.")
  private boolean noHistory;

  public StoreSession open() {
    return noHistory ? StoreSession.none() : StoreSession.in(store);
  }
}
