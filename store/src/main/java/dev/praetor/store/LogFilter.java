package dev.praetor.store;

import java.util.Optional;
import java.util.OptionalInt;

/** Which lines are read, oldest first. */
public record LogFilter(
    Optional<String> node, OptionalInt index, Optional<String> level, long after, int limit) {
  public static LogFilter all() {
    return new LogFilter(Optional.empty(), OptionalInt.empty(), Optional.empty(), 0, 1_000);
  }

  public LogFilter withNode(String name) {
    return new LogFilter(Optional.of(name), index, level, after, limit);
  }

  public LogFilter withIndex(int at) {
    return new LogFilter(node, OptionalInt.of(at), level, after, limit);
  }

  public LogFilter withLevel(String least) {
    return new LogFilter(node, index, Optional.of(least), after, limit);
  }

  public LogFilter withAfter(long id) {
    return new LogFilter(node, index, level, id, limit);
  }

  public LogFilter withLimit(int most) {
    return new LogFilter(node, index, level, after, most);
  }
}
