package dev.praetor.cli.option;

import dev.praetor.cli.error.UsageException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --limit} of lists. */
public final class LimitOption {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of lines; 50 by default.")
  private int limit = 50;

  /** Returns the first elements of a list, as many as the option permits. */
  public <T> List<T> of(List<T> all) {
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more, not " + limit);
    }
    return all.subList(0, Math.min(limit, all.size()));
  }

  /** Prints a line about elements that are not listed, if there are any. */
  public void printRest(List<?> all, PrintWriter out) {
    if (all.size() > limit) {
      out.println("… and %,d more; see --limit".formatted(all.size() - limit));
    }
  }
}
