package dev.praetor.schedule.internal.recurrence;

import dev.praetor.schedule.internal.time.Horizon;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The local times of a recurrence rule without its COUNT and UNTIL, in seconds of the local
 * calendar since 1970-01-01T00:00. For one thread.
 */
public interface LocalTimes {
  /** The last second of the calendar on any clock of the world. */
  long LAST = Horizon.LAST_SECOND + 86_400;

  /**
   * Returns the first time at or after a second and not before the start of the rule, or {@link
   * Horizon#NEVER} if there is none before the calendar ends.
   */
  long from(long second);

  /** Returns the times of a rule that starts at a local time, the DTSTART of iCalendar. */
  static LocalTimes of(RecurrenceParts parts, LocalDateTime start) {
    RecurrenceParts completed = parts.completedFrom(start);
    return parts.frequency().isOfTime()
        ? new TimesOfClock(completed, start.toEpochSecond(ZoneOffset.UTC))
        : new TimesOfCalendar(completed, start);
  }
}
