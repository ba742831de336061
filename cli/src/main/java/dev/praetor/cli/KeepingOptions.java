package dev.praetor.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where runs are kept, and whether they are. */
final class KeepingOptions {
  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--no-history",
      description = "Keeps nothing of the run; it cannot be looked at, resumed or restarted later.")
  private boolean noHistory;

  History open() {
    return noHistory ? History.none() : History.in(store);
  }
}
