package dev.praetor.schedule.internal.recurrence;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * The periods of a rule on the calendar, counted from the period that contains the rule's start:
 * days, weeks, months or years. Immutable.
 */
sealed interface CalendarPeriods {
  /** The number of days in 400 years, after which the calendar repeats, weekdays included. */
  int DAYS_OF_CYCLE = 146_097;

  /** Returns the number of the period with a day, or of one shortly before it. */
  long containing(long epochDay);

  /** Returns the first day of a period. */
  LocalDate first(long period);

  /** Returns the first day of a period, in days since 1970-01-01. */
  default long firstDay(long period) {
    return first(period).toEpochDay();
  }

  /** Returns the number of periods in 400 years, after which the calendar repeats. */
  int cycle();

  static CalendarPeriods of(RecurrenceParts parts, LocalDate start) {
    return switch (parts.frequency()) {
      case YEARLY ->
          parts.weeks().isEmpty()
              ? new Years(start.getYear())
              : new YearsOfWeeks(start.getYear(), parts.weekStart());
      case MONTHLY -> new Months(start.withDayOfMonth(1));
      case WEEKLY -> new Weeks(start.with(TemporalAdjusters.previousOrSame(parts.weekStart())));
      case DAILY -> new Days(start);
      case HOURLY, MINUTELY, SECONDLY ->
          throw new IllegalArgumentException(parts.frequency() + " is no period of the calendar");
    };
  }

  private static LocalDate firstOfYear(long year) {
    return LocalDate.of((int) Math.min(year, LocalDate.MAX.getYear() - 1), 1, 1);
  }

  /** Years of the calendar. */
  record Years(long start) implements CalendarPeriods {
    @Override
    public int cycle() {
      return 400;
    }

    @Override
    public long containing(long epochDay) {
      return LocalDate.ofEpochDay(epochDay).getYear() - start;
    }

    @Override
    public LocalDate first(long period) {
      return firstOfYear(start + period);
    }
  }

  /**
   * Years that consist of whole weeks: the first week has at least four days of the year, and may
   * begin in December.
   */
  record YearsOfWeeks(long start, DayOfWeek weekStart) implements CalendarPeriods {
    @Override
    public int cycle() {
      return 400;
    }

    @Override
    public long containing(long epochDay) {
      return LocalDate.ofEpochDay(epochDay).getYear() - 1 - start;
    }

    @Override
    public LocalDate first(long period) {
      return firstOfYear(start + period)
          .withDayOfMonth(4)
          .with(TemporalAdjusters.previousOrSame(weekStart));
    }
  }

  /** Months. */
  record Months(LocalDate start) implements CalendarPeriods {
    @Override
    public int cycle() {
      return 400 * 12;
    }

    @Override
    public long containing(long epochDay) {
      return ChronoUnit.MONTHS.between(start, LocalDate.ofEpochDay(epochDay).withDayOfMonth(1));
    }

    @Override
    public LocalDate first(long period) {
      return start.plusMonths(period);
    }
  }

  /** Weeks. */
  record Weeks(LocalDate start) implements CalendarPeriods {
    @Override
    public int cycle() {
      return DAYS_OF_CYCLE / 7;
    }

    @Override
    public long containing(long epochDay) {
      return Math.floorDiv(epochDay - start.toEpochDay(), 7L);
    }

    @Override
    public LocalDate first(long period) {
      return start.plusWeeks(period);
    }
  }

  /** Days. */
  record Days(LocalDate start) implements CalendarPeriods {
    @Override
    public int cycle() {
      return DAYS_OF_CYCLE;
    }

    @Override
    public long containing(long epochDay) {
      return epochDay - start.toEpochDay();
    }

    @Override
    public LocalDate first(long period) {
      return start.plusDays(period);
    }
  }
}
