package dev.praetor.engine.run;

/** What a run has of before. */
sealed interface Continuation {
  /** Nothing: it is new. */
  record Anew() implements Continuation {}

  /**
   * The same run goes on in this process.
   *
   * @param lost what has to run once more as its value was not kept
   */
  record Resumed(RecordedRun before, RestartPlan lost) implements Continuation {}

  /** It is another try of an earlier run, whose results it takes over as far as its plan says. */
  record Restarted(RecordedRun earlier, RestartPlan plan) implements Continuation {}

  Continuation ANEW = new Anew();
}
