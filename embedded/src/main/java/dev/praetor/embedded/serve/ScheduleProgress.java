package dev.praetor.embedded.serve;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The progress of a process through the occurrences of a schedule. A process that was absent, as it
 * was stopped, the machine slept or the clock was set forward, makes up what the catch-up rule of
 * the schedule says. A clock that was set back makes nothing due a second time. Immutable.
 *
 * @param handled the instant up to which all occurrences were handled
 * @param awake the latest instant at which the process looked at the clock
 */
record ScheduleProgress(Instant handled, Instant awake) {
  /** The time after which a process that looks at the clock every second was absent. */
  static final Duration ABSENT = Duration.ofSeconds(3);

  private static final int MOST_COUNTED = 10_000;

  /**
   * The result of a look at the clock.
   *
   * @param due the occurrences for which runs are to be made, in time order
   * @param passedOver the number of missed occurrences for which no run is made, at most 10,000
   */
  record Step(List<Occurrence> due, int passedOver, ScheduleProgress after) {
    /** Returns the result of a look after which everything up to now counts as handled. */
    static Step nothing(Instant now) {
      return new Step(List.of(), 0, startingAt(now));
    }
  }

  /** Returns the progress of a process that starts now and makes up nothing. */
  static ScheduleProgress startingAt(Instant now) {
    return new ScheduleProgress(now, now);
  }

  /** Returns whether a process was absent between two of its looks at the clock. */
  static boolean isAbsence(Instant awake, Instant now) {
    return Duration.between(awake, now).compareTo(ABSENT) > 0;
  }

  /** Looks at the clock, and decides which runs are to be made. */
  Step at(Instant now, Schedule schedule) {
    if (!now.isAfter(handled)) {
      return new Step(List.of(), 0, new ScheduleProgress(handled, now));
    }
    ScheduleProgress after = startingAt(now);
    if (!isAbsence(awake, now)) {
      return new Step(schedule.between(handled, now), 0, after);
    }
    List<Occurrence> due = schedule.missed(handled, now);
    long missed =
        schedule.stream(handled)
            .takeWhile(each -> !each.at().isAfter(now))
            .limit(MOST_COUNTED + (long) due.size())
            .count();
    return new Step(due, (int) (missed - due.size()), after);
  }
}
