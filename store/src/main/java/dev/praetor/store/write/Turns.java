package dev.praetor.store.write;

/** Conditions, in SQL, by which runs of a schedule start one after the other. */
public final class Turns {
  private static final String EARLIER =
      """
      EXISTS (SELECT 1 FROM flow_run earlier
        WHERE earlier.flow = flow_run.flow AND earlier.turn < flow_run.turn
          AND earlier.ended IS NULL)
      """;

  /** Selects the rows of runs that wait for an earlier run of their schedule. */
  public static final String BEHIND = "(alone = 1 AND " + EARLIER + ")";

  /** Selects the rows of runs that need not wait for an earlier run of their schedule. */
  public static final String ARRIVED = "(alone = 0 OR NOT " + EARLIER + ")";

  private Turns() {}
}
