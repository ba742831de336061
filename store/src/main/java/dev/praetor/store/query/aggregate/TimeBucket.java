package dev.praetor.store.query.aggregate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;

/** The periods into which times are grouped. Each of them is a whole number in a statement. */
public enum TimeBucket {
  /** An hour, as the time at which it begins. An hour that a clock shows twice is two hours. */
  HOUR("hour") {
    @Override
    Object key(long number, ZoneId zone) {
      return Instant.ofEpochSecond(number).atZone(zone).toOffsetDateTime().toString();
    }
  },
  /** A day, as its date. */
  DAY("day") {
    @Override
    Object key(long number, ZoneId zone) {
      return LocalDate.ofEpochDay(number).toString();
    }
  },
  /** A week from Monday to Sunday, as the date of its Monday. */
  WEEK("week") {
    @Override
    Object key(long number, ZoneId zone) {
      return LocalDate.ofEpochDay(number).toString();
    }
  },
  /** A month, as in {@code 2026-11}. */
  MONTH("month") {
    @Override
    Object key(long number, ZoneId zone) {
      return YearMonth.of((int) (number / 100), (int) (number % 100)).toString();
    }
  },
  /** A day of the week, as in {@code MONDAY}; Monday is the first. */
  WEEKDAY("weekday") {
    @Override
    Object key(long number, ZoneId zone) {
      return DayOfWeek.of((int) number + 1).name();
    }
  },
  /** An hour of the day, from 0 to 23. */
  HOUR_OF_DAY("hourOfDay") {
    @Override
    Object key(long number, ZoneId zone) {
      return number;
    }
  };

  private final String member;

  TimeBucket(String member) {
    this.member = member;
  }

  /** Returns the name of the member of a key that holds the period. */
  public String member() {
    return member;
  }

  /** Returns the value in the key of a group for the number in a statement. */
  abstract Object key(long number, ZoneId zone);
}
