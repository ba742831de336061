package dev.praetor.engine.restart;

import java.util.Optional;

/** The past of a run that begins in this process. Immutable. */
public sealed interface StartFrom {
  /** None: the run is new. */
  record Fresh() implements StartFrom {
    @Override
    public Optional<RecordedRun.Header> resumed() {
      return Optional.empty();
    }
  }

  /**
   * The same run is resumed in this process.
   *
   * @param lost the task runs that are executed once more, as their values were not kept
   */
  record Resumed(RecordedRun before, RestartPlan lost) implements StartFrom {
    @Override
    public Optional<RecordedRun.Header> resumed() {
      return Optional.of(before.header());
    }
  }

  /** An earlier run is tried again, and its results are reused as far as the plan says. */
  record Restarted(RecordedRun earlier, RestartPlan plan) implements StartFrom {
    @Override
    public Optional<RecordedRun.Header> resumed() {
      return Optional.empty();
    }
  }

  StartFrom FRESH = new Fresh();

  /** The record of the run itself, if it is resumed. */
  Optional<RecordedRun.Header> resumed();
}
