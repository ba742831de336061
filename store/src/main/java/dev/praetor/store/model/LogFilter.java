package dev.praetor.store.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A filter for the log lines of a run, which are listed oldest first. Immutable; each {@code with…}
 * method returns a changed copy.
 *
 * @param node the node whose lines are listed; absent for all nodes
 * @param index the index of the child whose lines are listed; absent for all children
 * @param levels the levels of the lines that are listed; empty for all levels
 * @param after the id after which the page begins
 * @param limit the largest number of lines on the page, at least 1
 */
public record LogFilter(
    Optional<String> node, Optional<Integer> index, List<String> levels, long after, int limit) {
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final int DEFAULT_LIMIT = 10_000;

  public LogFilter {
    levels = List.copyOf(levels);
    if (limit < 1) {
      throw new IllegalArgumentException("a page must have at least 1 line, not " + limit);
    }
  }

  public static LogFilter all() {
    return new LogFilter(
        Optional.empty(), Optional.empty(), List.of(), Long.MIN_VALUE, DEFAULT_LIMIT);
  }

  public LogFilter withNode(String name) {
    return new LogFilter(Optional.of(name), index, levels, after, limit);
  }

  public LogFilter withIndex(int child) {
    return new LogFilter(node, Optional.of(child), levels, after, limit);
  }

  /**
   * Returns a filter for lines of this level or a more severe one.
   *
   * @param least the name of the level, in upper or lower case
   * @throws IllegalArgumentException if there is no such level
   */
  public LogFilter withLevel(String least) {
    int at = LEVELS.indexOf(least.toUpperCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException(
          "there is no level '" + least + "'; the levels are " + String.join(", ", LEVELS));
    }
    return new LogFilter(node, index, LEVELS.subList(at, LEVELS.size()), after, limit);
  }

  public LogFilter withAfter(long id) {
    return new LogFilter(node, index, levels, id, limit);
  }

  public LogFilter withLimit(int most) {
    return new LogFilter(node, index, levels, after, most);
  }
}
