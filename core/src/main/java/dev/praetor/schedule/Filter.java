package dev.praetor.schedule;

import dev.praetor.schedule.internal.ticks.Filters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which times of a schedule's clocks count. A filter looks at the local time of the tick in the
 * zone of its clock, as the clock on the wall really shows it.
 *
 * <pre>{@code
 * schedule.only(weekdays().and(betweenTimes(LocalTime.of(9, 0), LocalTime.of(17, 0))))
 *     .except(onDates(holidays))
 * }</pre>
 *
 * <p>Immutable.
 */
public sealed interface Filter {

  /** Whether a tick at this local time counts. */
  boolean admits(LocalDateTime local);

  /**
   * A local time later than the given one before which the answer of {@link #admits} stays what it
   * is at the given one: how far a search may jump.
   */
  LocalDateTime unchangedUntil(LocalDateTime local);

  /** No restriction. */
  static Filter everything() {
    return AllOf.OF_NONE;
  }

  /** Monday to Friday. */
  static Filter weekdays() {
    return new DaysOfWeek(
        Set.of(
            DayOfWeek.MONDAY,
            DayOfWeek.TUESDAY,
            DayOfWeek.WEDNESDAY,
            DayOfWeek.THURSDAY,
            DayOfWeek.FRIDAY));
  }

  /** Saturday and Sunday. */
  static Filter weekends() {
    return new DaysOfWeek(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
  }

  /** Some days of the week, at least one. */
  static Filter daysOfWeek(DayOfWeek... days) {
    return new DaysOfWeek(new TreeSet<>(Arrays.asList(days)));
  }

  /** The first day of every month. */
  static Filter monthStart() {
    return new MonthStart();
  }

  /** The last day of every month. */
  static Filter monthEnd() {
    return new MonthEnd();
  }

  /** From one day of the year to another, both included; over New Year where the first is later. */
  static Filter betweenDates(MonthDay from, MonthDay to) {
    return new BetweenDates(from, to);
  }

  /** From one time of the day to another, both included; over midnight where the first is later. */
  static Filter betweenTimes(LocalTime from, LocalTime to) {
    return new BetweenTimes(from, to);
  }

  /** The given dates only, at least one; with {@code except(onDates(…))} all but these. */
  static Filter onDates(LocalDate... dates) {
    return onDates(Arrays.asList(dates));
  }

  /**
   * The given dates only, at least one.
   *
   * @see HolidayFile
   */
  static Filter onDates(Collection<LocalDate> dates) {
    return new OnDates(List.copyOf(dates));
  }

  /** Everything but what a filter admits. */
  static Filter not(Filter filter) {
    return filter.negate();
  }

  /** What both admit. */
  default Filter and(Filter other) {
    return new AllOf(Filters.joined(AllOf.class, this, other));
  }

  /** What at least one of the two admits. */
  default Filter or(Filter other) {
    return new AnyOf(Filters.joined(AnyOf.class, this, other));
  }

  /** Everything but what this admits. */
  default Filter negate() {
    return this instanceof Not(Filter negated) ? negated : new Not(this);
  }

  /** Some days of the week. */
  record DaysOfWeek(Set<DayOfWeek> days) implements Filter {
    /** Sorts the days; there must be one. */
    public DaysOfWeek {
      days = Filters.sorted(days, "a filter by days of the week has no days: give at least one");
    }

    @Override
    public boolean admits(LocalDateTime local) {
      return days.contains(local.getDayOfWeek());
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      boolean now = admits(local);
      LocalDate day = local.toLocalDate().plusDays(1);
      for (int i = 1; i < 7 && days.contains(day.getDayOfWeek()) == now; i++) {
        day = day.plusDays(1);
      }
      return day.atStartOfDay();
    }
  }

  /** The first day of every month. */
  record MonthStart() implements Filter {
    @Override
    public boolean admits(LocalDateTime local) {
      return local.getDayOfMonth() == 1;
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      LocalDate day = local.toLocalDate();
      return admits(local)
          ? day.plusDays(1).atStartOfDay()
          : day.withDayOfMonth(1).plusMonths(1).atStartOfDay();
    }
  }

  /** The last day of every month. */
  record MonthEnd() implements Filter {
    @Override
    public boolean admits(LocalDateTime local) {
      return local.getDayOfMonth() == local.toLocalDate().lengthOfMonth();
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      LocalDate day = local.toLocalDate();
      return admits(local)
          ? day.plusDays(1).atStartOfDay()
          : day.withDayOfMonth(day.lengthOfMonth()).atStartOfDay();
    }
  }

  /** A part of every year. */
  record BetweenDates(MonthDay from, MonthDay to) implements Filter {
    @Override
    public boolean admits(LocalDateTime local) {
      MonthDay day = MonthDay.of(local.getMonth(), local.getDayOfMonth());
      return Filters.between(day, from, to);
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      LocalDate today = local.toLocalDate();
      LocalDate begin = Filters.nextDayOfYear(today, from);
      LocalDate end = Filters.dayAfter(today, to);
      return (begin.isBefore(end) ? begin : end).atStartOfDay();
    }
  }

  /** A part of every day. */
  record BetweenTimes(LocalTime from, LocalTime to) implements Filter {
    @Override
    public boolean admits(LocalDateTime local) {
      return Filters.between(local.toLocalTime(), from, to);
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      LocalDateTime begin = Filters.nextTime(local, from);
      LocalDateTime end = Filters.nextTime(local, to.plusNanos(1));
      return begin.isBefore(end) ? begin : end;
    }
  }

  /** Some dates. */
  record OnDates(List<LocalDate> dates) implements Filter {
    /** Sorts the dates and drops doubles; there must be one. */
    public OnDates {
      if (dates.isEmpty()) {
        throw new InvalidSchedule("a filter by dates has no dates: give at least one");
      }
      dates = List.copyOf(new TreeSet<>(dates));
    }

    @Override
    public boolean admits(LocalDateTime local) {
      return Filters.indexFrom(dates, local.toLocalDate()) >= 0;
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      LocalDate today = local.toLocalDate();
      int index = Filters.indexFrom(dates, today);
      if (index >= 0) {
        return today.plusDays(1).atStartOfDay();
      }
      return -index <= dates.size() ? dates.get(-index - 1).atStartOfDay() : LocalDateTime.MAX;
    }
  }

  /** What every one of several filters admits. */
  record AllOf(List<Filter> filters) implements Filter {
    private static final AllOf OF_NONE = new AllOf(List.of());

    /** Copies the filters; none admits everything. */
    public AllOf {
      filters = List.copyOf(filters);
    }

    @Override
    public boolean admits(LocalDateTime local) {
      for (Filter filter : filters) {
        if (!filter.admits(local)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      return Filters.joinedUntil(filters, local, false);
    }
  }

  /** What at least one of several filters admits. */
  record AnyOf(List<Filter> filters) implements Filter {
    /** Copies the filters; there must be one. */
    public AnyOf {
      if (filters.isEmpty()) {
        throw new InvalidSchedule(
            "a filter that admits any of several has none: give at least one");
      }
      filters = List.copyOf(filters);
    }

    @Override
    public boolean admits(LocalDateTime local) {
      for (Filter filter : filters) {
        if (filter.admits(local)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      return Filters.joinedUntil(filters, local, true);
    }
  }

  /** Everything but what a filter admits. */
  record Not(Filter filter) implements Filter {
    @Override
    public boolean admits(LocalDateTime local) {
      return !filter.admits(local);
    }

    @Override
    public LocalDateTime unchangedUntil(LocalDateTime local) {
      return filter.unchangedUntil(local);
    }
  }
}
