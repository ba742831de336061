package dev.praetor.schedule.internal.json;

import dev.praetor.Schedule;
import dev.praetor.schedule.Adjustment;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.schedule.ScheduleClock;
import java.time.DayOfWeek;
import java.time.MonthDay;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A writer of schedules as trees, which {@link ScheduleReader} reads. */
public final class ScheduleWriter {
  private ScheduleWriter() {}

  public static Map<String, Object> write(Schedule schedule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("clocks", schedule.clocks().stream().map(ScheduleWriter::clock).toList());
    if (!schedule.filter().equals(Filter.everything())) {
      tree.put("filter", filter(schedule.filter()));
    }
    if (!schedule.adjustments().isEmpty()) {
      tree.put(
          "adjustments", schedule.adjustments().stream().map(ScheduleWriter::adjustment).toList());
    }
    tree.put("catchUp", catchUp(schedule.catchUp()));
    tree.put("overlap", schedule.overlap().name().toLowerCase(Locale.ROOT));
    return tree;
  }

  private static Map<String, Object> clock(ScheduleClock clock) {
    Map<String, Object> tree = new LinkedHashMap<>();
    switch (clock) {
      case CronClock cron -> tree.put("cron", cron.expression().text());
      case IntervalClock interval -> tree.put("every", interval.interval().toString());
      case DatesClock dates -> tree.put("dates", texts(dates.dates()));
      case RecurrenceClock recurrence -> tree.put("rrule", recurrence.rule().text());
    }
    ClockTerms terms = clock.terms();
    tree.put("zone", terms.zone().getId());
    terms.start().ifPresent(start -> tree.put("start", start.toString()));
    terms.end().ifPresent(end -> tree.put("end", end.toString()));
    if (!terms.parameters().isEmpty()) {
      tree.put("parameters", terms.parameters());
    }
    return tree;
  }

  private static Map<String, Object> filter(Filter filter) {
    return switch (filter) {
      case Filter.DaysOfWeek days ->
          Map.of("daysOfWeek", days.days().stream().map(DayOfWeek::name).toList());
      case Filter.MonthStart _ -> Map.of("monthStart", true);
      case Filter.MonthEnd _ -> Map.of("monthEnd", true);
      case Filter.BetweenDates part ->
          Map.of("betweenDates", List.of(monthDay(part.from()), monthDay(part.to())));
      case Filter.BetweenTimes part ->
          Map.of("betweenTimes", texts(List.of(part.from(), part.to())));
      case Filter.OnDates dates -> Map.of("dates", texts(dates.dates()));
      case Filter.Not not -> Map.of("not", filter(not.filter()));
      case Filter.AllOf all -> Map.of("all", filters(all.filters()));
      case Filter.AnyOf any -> Map.of("any", filters(any.filters()));
    };
  }

  private static List<Map<String, Object>> filters(List<Filter> filters) {
    return filters.stream().map(ScheduleWriter::filter).toList();
  }

  private static String monthDay(MonthDay day) {
    return String.format(Locale.ROOT, "%02d-%02d", day.getMonthValue(), day.getDayOfMonth());
  }

  private static Map<String, Object> adjustment(Adjustment adjustment) {
    return switch (adjustment) {
      case Adjustment.NextWeekday _ -> Map.of("nextWeekday", true);
      case Adjustment.Shift shift -> Map.of("shift", shift.by().toString());
    };
  }

  private static Object catchUp(CatchUp catchUp) {
    return switch (catchUp) {
      case CatchUp.None _ -> "none";
      case CatchUp.Latest _ -> "latest";
      case CatchUp.All _ -> "all";
      case CatchUp.Within within -> Map.of("within", within.window().toString());
    };
  }

  private static List<String> texts(List<?> values) {
    return values.stream().map(String::valueOf).toList();
  }
}
