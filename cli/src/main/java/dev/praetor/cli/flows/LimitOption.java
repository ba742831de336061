package dev.praetor.cli.flows;

import dev.praetor.cli.error.UsageException;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --limit} of lists. */
final class LimitOption {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of lines; 50 by default.")
  private int limit = 50;

  /** Returns the first elements of a list, as many as the option permits. */
  <T> List<T> of(List<T> all) {
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more, not " + limit);
    }
    return all.subList(0, Math.min(limit, all.size()));
  }

  /** Returns a line about elements that are not listed; empty if all are. */
  String rest(List<?> all) {
    return all.size() <= limit ? "" : "… and %,d more; see --limit".formatted(all.size() - limit);
  }
}
