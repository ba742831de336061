package dev.praetor.schedule;

import dev.praetor.schedule.internal.time.WallTime;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/**
 * Moves the times that have passed the filter. What has been moved is not filtered again; it is
 * sorted, the same time is kept once, and what is not after the moment that was asked for is
 * dropped. Immutable.
 */
public sealed interface Adjustment {

  /** Where a time goes to. */
  Instant move(Instant at, ZoneId zone);

  /** Saturdays and Sundays go to the following Monday, at the same time of day. */
  static Adjustment nextWeekday() {
    return new NextWeekday();
  }

  /**
   * Every time goes later, or earlier where the duration is negative. Whole days keep the local
   * time, as with intervals; anything else is elapsed time.
   *
   * @param by at most 366 days, either way
   * @throws InvalidSchedule if it is more
   */
  static Adjustment shift(Duration by) {
    return new Shift(by);
  }

  /** Saturdays and Sundays go to the following Monday. */
  record NextWeekday() implements Adjustment {
    @Override
    public Instant move(Instant at, ZoneId zone) {
      LocalDateTime local = LocalDateTime.ofInstant(at, zone);
      DayOfWeek day = local.getDayOfWeek();
      int days = DayOfWeek.SUNDAY.getValue() + 1 - day.getValue();
      return days > 2 ? at : WallTime.first(zone.getRules(), local.plusDays(days));
    }
  }

  /** Every time goes later or earlier. */
  record Shift(Duration by) implements Adjustment {
    private static final Duration MOST = Duration.ofDays(366);

    /** Checks the duration. */
    public Shift {
      if (by.abs().compareTo(MOST) > 0) {
        throw new InvalidSchedule(
            "a shift by %s is too far: at most 366 days, later or earlier".formatted(by));
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

    /** Whether the shift is a number of whole days, and so keeps local time. */
    public boolean isWholeDays() {
      return by.equals(Duration.ofDays(by.toDays()));
    }
  }
}
