package dev.praetor.engine.restart;

import java.util.Optional;

/** The past of a run that starts in this process. Immutable. */
public sealed interface StartFrom {
  /** No past: the run is new. */
  record Fresh() implements StartFrom {
    @Override
    public Optional<RecordedRun.Header> resumed() {
      return Optional.empty();
    }

    @Override
    public String crash() {
      return RecordedRun.CRASH;
    }
  }

  /**
   * The same run in an earlier process, which is resumed in this process.
   *
   * @param lost the plan of the task runs that are executed again because their values were not
   *     kept
   */
  record Resumed(RecordedRun before, RestartPlan lost) implements StartFrom {
    @Override
    public Optional<RecordedRun.Header> resumed() {
      return Optional.of(before.header());
    }

    @Override
    public String crash() {
      return before.crash();
    }
  }

  /** An earlier run, which is restarted, and the plan by which its results are reused. */
  record Restarted(RecordedRun earlier, RestartPlan plan) implements StartFrom {
    @Override
    public Optional<RecordedRun.Header> resumed() {
      return Optional.empty();
    }

    @Override
    public String crash() {
      return RecordedRun.CRASH;
    }
  }

  StartFrom FRESH = new Fresh();

  /** Returns the reason for which attempts in progress have crashed, if the run is resumed. */
  String crash();

  /** Returns the record of the run itself, if it is resumed. */
  Optional<RecordedRun.Header> resumed();
}
