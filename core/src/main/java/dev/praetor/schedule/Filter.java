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
 * A condition on the ticks of a schedule's clocks. A filter is given the local time of a tick in
 * the zone of its clock.
 *
 * <pre>{@code
 * schedule.only(weekdays().and(betweenTimes(LocalTime.of(9, 0), LocalTime.of(17, 0))))
 *     .except(onDates(holidays))
 * }</pre>
 *
 * <p>Immutable.
 */
public sealed interface Filter {

  /** Returns whether a tick at this local time is admitted. */
  boolean admits(LocalDateTime local);

  /**
   * Returns a later local time up to which, exclusively, {@link #admits} returns the same result as
   * at the given time. A search may skip to it.
   */
  LocalDateTime unchangedUntil(LocalDateTime local);

  /** Returns the filter that admits every time. */
  static Filter everything() {
    return AllOf.OF_NONE;
  }

  /** Returns a filter that admits Monday to Friday. */
  static Filter weekdays() {
    return new DaysOfWeek(
        Set.of(
            DayOfWeek.MONDAY,
            DayOfWeek.TUESDAY,
            DayOfWeek.WEDNESDAY,
            DayOfWeek.THURSDAY,
            DayOfWeek.FRIDAY));
  }

  /** Returns a filter that admits Saturday and Sunday. */
  static Filter weekends() {
    return new DaysOfWeek(Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
  }

  /**
   * Returns a filter that admits the given days of the week.
   *
   * @throws InvalidSchedule if no day is given
   */
  static Filter daysOfWeek(DayOfWeek... days) {
    return new DaysOfWeek(new TreeSet<>(Arrays.asList(days)));
  }

  /** Returns a filter that admits the first day of every month. */
  static Filter monthStart() {
    return new MonthStart();
  }

  /** Returns a filter that admits the last day of every month. */
  static Filter monthEnd() {
    return new MonthEnd();
  }

  /**
   * Returns a filter that admits the days from one day of the year to another, both inclusive. If
   * the first is later than the second, the range includes New Year.
   */
  static Filter betweenDates(MonthDay from, MonthDay to) {
    return new BetweenDates(from, to);
  }

  /**
   * Returns a filter that admits the times from one time of day to another, both inclusive. If the
   * first is later than the second, the range includes midnight.
   */
  static Filter betweenTimes(LocalTime from, LocalTime to) {
    return new BetweenTimes(from, to);
  }

  /**
   * Returns a filter that admits the given dates; use {@code except(onDates(…))} to exclude them.
   *
   * @throws InvalidSchedule if no date is given
   */
  static Filter onDates(LocalDate... dates) {
    return onDates(Arrays.asList(dates));
  }

  /**
   * Returns a filter that admits the given dates.
   *
   * @throws InvalidSchedule if no date is given
   * @see HolidayFile
   */
  static Filter onDates(Collection<LocalDate> dates) {
    return new OnDates(List.copyOf(dates));
  }

  /** Returns a filter that admits the times that another filter does not admit. */
  static Filter not(Filter filter) {
    return filter.negate();
  }

  /** Returns a filter that admits the times that both this and another filter admit. */
  default Filter and(Filter other) {
    return new AllOf(Filters.joined(AllOf.class, this, other));
  }

  /** Returns a filter that admits the times that this or another filter admits. */
  default Filter or(Filter other) {
    return new AnyOf(Filters.joined(AnyOf.class, this, other));
  }

  /** Returns a filter that admits the times that this filter does not admit. */
  default Filter negate() {
    return this instanceof Not(Filter negated) ? negated : new Not(this);
  }

  /**
   * The filter that admits some days of the week.
   *
   * @param days the days, at least one
   */
  record DaysOfWeek(Set<DayOfWeek> days) implements Filter {
    /**
     * Sorts the days.
     *
     * @throws InvalidSchedule if there is no day
     */
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

  /** The filter that admits the first day of every month. */
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

  /** The filter that admits the last day of every month. */
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

  /**
   * The filter that admits a part of every year.
   *
   * @param from the first day
   * @param to the last day, inclusive
   */
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

  /**
   * The filter that admits a part of every day.
   *
   * @param from the first time
   * @param to the last time, inclusive
   */
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

  /**
   * The filter that admits some dates.
   *
   * @param dates the dates, at least one, in order
   */
  record OnDates(List<LocalDate> dates) implements Filter {
    /**
     * Sorts the dates and drops duplicates.
     *
     * @throws InvalidSchedule if there is no date
     */
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

  /**
   * The filter that admits the times that all of several filters admit.
   *
   * @param filters the filters; an empty list admits every time
   */
  record AllOf(List<Filter> filters) implements Filter {
    private static final AllOf OF_NONE = new AllOf(List.of());

    /** Copies the filters. */
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

  /**
   * The filter that admits the times that at least one of several filters admits.
   *
   * @param filters the filters, at least one
   */
  record AnyOf(List<Filter> filters) implements Filter {
    /**
     * Copies the filters.
     *
     * @throws InvalidSchedule if there is no filter
     */
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

  /** The filter that admits the times that another filter does not admit. */
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
