package dev.praetor.embedded.serve;

import dev.praetor.Occurrence;
import java.time.Instant;

/** Receives what happens to the schedules of this process beside their runs. Thread-safe. */
public interface ScheduleEvents {
  /** Called when it is known which occurrence comes next. */
  void next(String flow, Occurrence next);

  /**
   * Called when missed occurrences are not made up.
   *
   * @param count their number, at most 10,000
   * @param since the instant up to which all occurrences were handled before
   */
  void passedOver(String flow, int count, Instant since);

  /** Called when a run is recorded as skipped, because an earlier one has not ended. */
  void skipped(String flow, Occurrence due, String why);

  /** Called when no run can be made for an occurrence; the schedule goes on. */
  void failed(String flow, Occurrence due, RuntimeException why);

  /** Called when a schedule has no further occurrence. */
  void ended(String flow);
}
