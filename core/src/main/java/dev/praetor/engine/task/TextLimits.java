package dev.praetor.engine.task;

/**
 * The limits of the texts that authors give to flows and tasks. Every store keeps and indexes texts
 * within these limits, so a flow runs on all stores or is refused when it is defined.
 */
public final class TextLimits {
  /** The largest number of characters in the name of a flow or a task. */
  public static final int NAME = 200;

  /** The largest number of characters in the version of a task. */
  public static final int VERSION = 1_000;

  private TextLimits() {}

  /** Returns whether a text is longer than a limit, or has half of a pair of characters. */
  public static boolean exceeds(String text, int limit) {
    return text.length() > limit
        || text.codePoints()
            .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
