package dev.praetor.schedule;

import dev.praetor.schedule.internal.time.WallTime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * A rule that moves the times admitted by the filter. Moved times are not filtered again. They are
 * sorted, duplicates are dropped, and so are times that are not after the start of the search.
 * Immutable.
 */
public sealed interface Adjustment {

  /**
   * Returns the time to which a time is moved.
   *
   * @param zone the zone of the clock that produced the time
   */
  Instant move(Instant at, ZoneId zone);

  /**
   * Returns an adjustment that moves Saturdays and Sundays to the following Monday, at the same
   * time of day.
   */
  static Adjustment nextWeekday() {
    return new NextWeekday();
  }

  /**
   * Returns an adjustment that moves every time later, or earlier if the duration is negative. A
   * shift by whole days keeps the local time, as intervals do; any other shift is elapsed time.
   *
   * @param by the duration, at most 366 days in either direction
   * @throws InvalidSchedule if the duration is longer
   */
  static Adjustment shift(Duration by) {
    return new Shift(by);
  }

  /** The adjustment that moves Saturdays and Sundays to the following Monday. */
  record NextWeekday() implements Adjustment {
    @Override
    public Instant move(Instant at, ZoneId zone) {
      LocalDateTime local = LocalDateTime.ofInstant(at, zone);
      DayOfWeek day = local.getDayOfWeek();
      int days = DayOfWeek.SUNDAY.getValue() + 1 - day.getValue();
      return days > 2 ? at : WallTime.first(zone.getRules(), local.plusDays(days));
    }
  }

  /**
   * The adjustment that moves every time later or earlier.
   *
   * @param by the duration, at most 366 days in either direction
   */
  record Shift(Duration by) implements Adjustment {
    private static final Duration MOST = Duration.ofDays(366);

    /** Checks the duration. */
    public Shift {
      if (by.abs().compareTo(MOST) > 0) {
        throw new InvalidSchedule(
            "a shift by %s is too large: at most 366 days, earlier or later".formatted(by));
      }
    }

    @Override
    public Instant move(Instant at, ZoneId zone) {
      if (!isWholeDays()) {
        return at.plus(by);
      }
      LocalDateTime local = LocalDateTime.ofInstant(at, zone);
      return WallTime.first(zone.getRules(), local.plusDays(by.toDays()));
    }

    /** Returns whether the shift is a number of whole days and therefore keeps the local time. */
    public boolean isWholeDays() {
      return by.equals(Duration.ofDays(by.toDays()));
    }
  }
}
