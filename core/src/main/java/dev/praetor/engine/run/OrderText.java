package dev.praetor.engine.run;

/** The texts with which states record what a person ordered, for what reason. */
public final class OrderText {
  /** The verb of each order, as the text begins. */
  public static final String PAUSED = "paused";

  public static final String RESUMED = "resumed";
  public static final String SKIPPED = "skipped";
  public static final String FINISHED = "finished";
  public static final String SET = "set";

  private OrderText() {}

  /** Returns the text of an order: {@code paused by ada: maintenance}. */
  public static String of(String done, String by, String why) {
    return done + (by.isBlank() ? "" : " by " + by) + (why.isBlank() ? "" : ": " + why);
  }
}
