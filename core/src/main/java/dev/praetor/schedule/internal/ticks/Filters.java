package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.Filter;
import dev.praetor.schedule.InvalidSchedule;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The computations of filters. */
public final class Filters {
  private Filters() {}

  public static <T extends Comparable<T>> Set<T> sorted(Collection<T> values, String whenEmpty) {
    if (values.isEmpty()) {
      throw new InvalidSchedule(whenEmpty);
    }
    return Collections.unmodifiableSet(new TreeSet<>(values));
  }

  /**
   * Returns whether a value is in a range, both ends inclusive; if {@code from} is greater than
   * {@code to}, the range wraps.
   */
  public static <T extends Comparable<? super T>> boolean between(T value, T from, T to) {
    boolean begun = value.compareTo(from) >= 0;
    boolean notOver = value.compareTo(to) <= 0;
    return from.compareTo(to) <= 0 ? begun && notOver : begun || notOver;
  }

  /**
   * Returns the first day after today at which a month and day is reached; 1 March for 29 February
   * in a common year.
   */
  public static LocalDate nextDayOfYear(LocalDate today, MonthDay day) {
    LocalDate thisYear = reached(today.getYear(), day);
    return thisYear.isAfter(today) ? thisYear : reached(today.getYear() + 1, day);
  }

  private static LocalDate reached(int year, MonthDay day) {
    return day.isValidYear(year) ? day.atYear(year) : LocalDate.of(year, 3, 1);
  }

  /**
   * Returns the first day after today that follows a month and day; 1 March for 29 February in a
   * common year.
   */
  public static LocalDate dayAfter(LocalDate today, MonthDay day) {
    LocalDate thisYear = passed(today.getYear(), day);
    if (passed(today.getYear() - 1, day).isAfter(today)) {
      return passed(today.getYear() - 1, day);
    }
    return thisYear.isAfter(today) ? thisYear : passed(today.getYear() + 1, day);
  }

  private static LocalDate passed(int year, MonthDay day) {
    return day.isValidYear(year) ? day.atYear(year).plusDays(1) : LocalDate.of(year, 3, 1);
  }

  public static LocalDateTime nextTime(LocalDateTime now, LocalTime time) {
    LocalDateTime today = now.toLocalDate().atTime(time);
    return today.isAfter(now) ? today : today.plusDays(1);
  }

  /**
   * Returns the index of a date in a sorted list, or minus the place of the next later date,
   * counted from 1.
   */
  public static int indexFrom(List<LocalDate> dates, LocalDate date) {
    return Collections.binarySearch(dates, date);
  }

  /**
   * Returns the local time until which the result of a conjunction or disjunction is unchanged. If
   * some filters alone decide the result, it is unchanged until the last of them may change;
   * otherwise until the first filter may change.
   *
   * @param deciding the result with which a single filter decides: true for "any", false for "all"
   */
  public static LocalDateTime joinedUntil(
      List<Filter> filters, LocalDateTime local, boolean deciding) {
    LocalDateTime longest = LocalDateTime.MIN;
    LocalDateTime shortest = LocalDateTime.MAX;
    for (Filter filter : filters) {
      LocalDateTime until = filter.unchangedUntil(local);
      if (filter.admits(local) == deciding) {
        longest = until.isAfter(longest) ? until : longest;
      } else {
        shortest = until.isBefore(shortest) ? until : shortest;
      }
    }
    return longest.isAfter(LocalDateTime.MIN) ? longest : shortest;
  }

  /** Returns the latest date in a filter, or the first date of the calendar if there is none. */
  static LocalDate latestDate(Filter filter) {
    return switch (filter) {
      case Filter.OnDates dates -> dates.dates().getLast();
      case Filter.Not not -> latestDate(not.filter());
      case Filter.AllOf all -> latestDate(all.filters());
      case Filter.AnyOf any -> latestDate(any.filters());
      case Filter.DaysOfWeek _,
          Filter.MonthStart _,
          Filter.MonthEnd _,
          Filter.BetweenDates _,
          Filter.BetweenTimes _ ->
          LocalDate.of(1, 1, 1);
    };
  }

  private static LocalDate latestDate(List<Filter> filters) {
    return filters.stream()
        .map(Filters::latestDate)
        .max(Comparator.naturalOrder())
        .orElse(LocalDate.of(1, 1, 1));
  }

  public static List<Filter> joined(Class<? extends Filter> kind, Filter first, Filter second) {
    List<Filter> all = new ArrayList<>();
    for (Filter filter : List.of(first, second)) {
      if (kind == Filter.AllOf.class && filter instanceof Filter.AllOf(List<Filter> parts)) {
        all.addAll(parts);
      } else if (kind == Filter.AnyOf.class && filter instanceof Filter.AnyOf(List<Filter> parts)) {
        all.addAll(parts);
      } else {
        all.add(filter);
      }
    }
    return all;
  }
}
