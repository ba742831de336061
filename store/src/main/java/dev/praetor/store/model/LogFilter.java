package dev.praetor.store.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A choice of the lines of a run, listed oldest first. Immutable; each {@code with…} gives another.
 *
 * @param node only those of this node
 * @param index only those of this child
 * @param levels only those of one of these levels; all if it is empty
 * @param after only those with a greater id
 * @param limit how many at most
 */
public record LogFilter(
    Optional<String> node, Optional<Integer> index, List<String> levels, long after, int limit) {
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final int STANDARD = 10_000;

  public LogFilter {
    levels = List.copyOf(levels);
    if (limit < 1) {
      throw new IllegalArgumentException("a page must have room for 1 line or more, not " + limit);
    }
  }

  public static LogFilter all() {
    return new LogFilter(Optional.empty(), Optional.empty(), List.of(), Long.MIN_VALUE, STANDARD);
  }

  public LogFilter withNode(String name) {
    return new LogFilter(Optional.of(name), index, levels, after, limit);
  }

  public LogFilter withIndex(int child) {
    return new LogFilter(node, Optional.of(child), levels, after, limit);
  }

  /** Only lines of this level or a graver one. */
  public LogFilter withLevel(String least) {
    int at = LEVELS.indexOf(least.toUpperCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException(
          "there is no level '" + least + "'; there are " + String.join(", ", LEVELS));
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
