package dev.praetor.schedule.internal.text;

import dev.praetor.schedule.Adjustment;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.Overlap;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.Timetable;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;

/** The description of schedules in words. */
public final class ScheduleDescription {
  private static final int MOST_DATES = 3;

  private ScheduleDescription() {}

  /** Returns the text of {@code Schedule.explain}. */
  public static String of(Timetable times, CatchUp catchUp, Overlap overlap) {
    List<String> sentence = new ArrayList<>();
    sentence.add(
        String.join("; and ", times.clocks().stream().map(ScheduleDescription::of).toList()));
    if (!times.filter().equals(Filter.everything())) {
      sentence.add("only " + of(times.filter()));
    }
    times.adjustments().forEach(adjustment -> sentence.add(of(adjustment)));
    if (!catchUp.equals(CatchUp.latest())) {
      sentence.add(of(catchUp));
    }
    if (overlap != Overlap.ALLOW) {
      sentence.add(of(overlap));
    }
    return String.join("; ", sentence);
  }

  public static String of(ScheduleClock clock) {
    ClockTerms terms = clock.terms();
    StringBuilder words = new StringBuilder(times(clock));
    words.append(", ").append(ZoneNames.words(terms.zone()));
    terms.start().ifPresent(start -> words.append(", from ").append(start).append(" on"));
    terms.end().ifPresent(end -> words.append(", until ").append(end));
    terms
        .parameters()
        .forEach((name, value) -> words.append(", with ").append(name).append(' ').append(value));
    return words.toString();
  }

  private static String times(ScheduleClock clock) {
    return switch (clock) {
      case CronClock cron -> CronDescription.of(cron.expression().fields());
      case IntervalClock interval -> interval(interval);
      case DatesClock dates -> "at " + some(dates.dates(), "times");
      case RecurrenceClock recurrence -> "by the rule " + recurrence.rule();
    };
  }

  private static String interval(IntervalClock clock) {
    String every = EnglishLists.every(clock.interval());
    if (!clock.isWholeDays()) {
      return every;
    }
    ClockTerms terms = clock.terms();
    LocalDateTime anchor =
        terms
            .start()
            .map(start -> LocalDateTime.ofInstant(start.in(terms.zone()), terms.zone()))
            .orElse(Horizon.ANCHOR.atStartOfDay());
    String time = every + " at " + anchor.toLocalTime();
    return clock.interval().toDays() == 1
        ? time
        : "%s, counted from %s, %s"
            .formatted(
                time, EnglishLists.day(anchor.getDayOfWeek().getValue()), anchor.toLocalDate());
  }

  private static String some(List<?> values, String what) {
    return values.size() <= MOST_DATES
        ? EnglishLists.and(values.stream().map(String::valueOf).toList())
        : "%,d given %s from %s to %s"
            .formatted(values.size(), what, values.getFirst(), values.getLast());
  }

  public static String of(Filter filter) {
    return switch (filter) {
      case Filter.DaysOfWeek days -> "on " + EnglishLists.days(days.days());
      case Filter.MonthStart _ -> "on the first day of the month";
      case Filter.MonthEnd _ -> "on the last day of the month";
      case Filter.BetweenDates part ->
          "from %s to %s".formatted(dayOfYear(part.from()), dayOfYear(part.to()));
      case Filter.BetweenTimes part -> "from %s to %s".formatted(part.from(), part.to());
      case Filter.OnDates dates -> "on " + some(dates.dates(), "dates");
      case Filter.Not not -> "not " + part(not.filter());
      case Filter.AllOf all ->
          all.filters().isEmpty() ? "at any time" : parts(all.filters(), " and ");
      case Filter.AnyOf any -> parts(any.filters(), " or ");
    };
  }

  private static String parts(List<Filter> filters, String word) {
    return String.join(word, filters.stream().map(ScheduleDescription::part).toList());
  }

  private static String part(Filter filter) {
    boolean joined = filter instanceof Filter.AllOf || filter instanceof Filter.AnyOf;
    return joined ? "(" + of(filter) + ")" : of(filter);
  }

  private static String dayOfYear(MonthDay day) {
    return day.getDayOfMonth() + " " + CronDescription.month(day.getMonthValue());
  }

  static String of(Adjustment adjustment) {
    return switch (adjustment) {
      case Adjustment.NextWeekday _ -> "Saturdays and Sundays move to Monday";
      case Adjustment.Shift shift -> moved(shift.by());
    };
  }

  private static String moved(Duration by) {
    return by.isZero()
        ? "not moved"
        : "moved %s %s"
            .formatted(EnglishLists.duration(by.abs()), by.isNegative() ? "earlier" : "later");
  }

  private static String of(CatchUp catchUp) {
    return switch (catchUp) {
      case CatchUp.None _ -> "missed occurrences are not made up";
      case CatchUp.Latest _ -> "the latest missed occurrence is made up";
      case CatchUp.All _ -> "all missed occurrences are made up";
      case CatchUp.Within within ->
          "missed occurrences are made up for " + EnglishLists.duration(within.window());
    };
  }

  private static String of(Overlap overlap) {
    return switch (overlap) {
      case ALLOW -> "runs may overlap";
      case SKIP -> "skipped while an earlier run is in progress";
      case QUEUE -> "waits while an earlier run is in progress";
      case CANCEL_OLD -> "cancels an earlier run that is in progress";
    };
  }
}
