package dev.praetor.engine.restart;

/** What a run has of before. */
public sealed interface StartFrom {
  /** Nothing: it is new. */
  record Fresh() implements StartFrom {}

  /**
   * The same run goes on in this process.
   *
   * @param lost what has to run once more as its value was not kept
   */
  record Resumed(RecordedRun before, RestartPlan lost) implements StartFrom {}

  /** It is another try of an earlier run, whose results it takes over as far as its plan says. */
  record Restarted(RecordedRun earlier, RestartPlan plan) implements StartFrom {}

  StartFrom FRESH = new Fresh();
}
