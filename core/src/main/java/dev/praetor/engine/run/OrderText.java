package dev.praetor.engine.run;

import java.util.List;

/** The texts with which states record what a person ordered, for what reason. */
public final class OrderText {
  /** The verb of each order, as the text begins. */
  public static final String PAUSED = "paused";

  public static final String RESUMED = "resumed";
  public static final String SKIPPED = "skipped";
  public static final String FINISHED = "finished";
  public static final String APPROVED = "approved";
  public static final String REFUSED = "refused";
  public static final String SET = "set";

  private static final int NAMED = 5;

  private OrderText() {}

  /** Returns the text of an order: {@code paused by ada: maintenance}. */
  public static String of(String done, String by, String why) {
    return done + (by.isBlank() ? "" : " by " + by) + (why.isBlank() ? "" : ": " + why);
  }

  /**
   * Returns what follows the text of a pause: the task runs that go on; empty if there are none.
   */
  public static String running(List<String> paths) {
    if (paths.isEmpty()) {
      return "";
    }
    int more = paths.size() - NAMED;
    return " (running at that time: "
        + String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())))
        + (more > 0 ? " and " + more + " more" : "")
        + ")";
  }
}
