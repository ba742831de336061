package dev.praetor.cli.schedule;

import dev.praetor.Schedule;
import dev.praetor.cli.error.UsageException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;

/** Parses the times of schedules, which are local to the zone of the first clock. */
final class ScheduleTimes {
  private ScheduleTimes() {}

  /** Parses a date, a local time or an instant. */
  static Instant parse(String text, Schedule schedule, String option) {
    ZoneId zone = schedule.clocks().getFirst().terms().zone();
    try {
      if (text.endsWith("Z")) {
        return Instant.parse(text);
      }
      return text.contains("T")
          ? LocalDateTime.parse(text).atZone(zone).toInstant()
          : LocalDate.parse(text).atStartOfDay(zone).toInstant();
    } catch (DateTimeException e) {
      throw new UsageException(
          option
              + " takes a date (2026-03-06), a local time (2026-03-06T08:00) or an instant"
              + " (2026-03-06T13:00:00Z), not '"
              + text
              + "'");
    }
  }
}
