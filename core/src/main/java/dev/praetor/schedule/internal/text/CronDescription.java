package dev.praetor.schedule.internal.text;

import dev.praetor.schedule.internal.cron.Bits;
import dev.praetor.schedule.internal.cron.CronDays;
import dev.praetor.schedule.internal.cron.CronFields;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The description of a cron expression in words. */
final class CronDescription {
  private static final int MOST_TIMES = 6;
  private static final int ALL_MONTHS = 0x1ffe;
  private static final int ALL_WEEKDAYS = 0x7f;

  private CronDescription() {}

  static String of(CronFields fields) {
    String time = time(fields);
    String day = day(fields);
    if (day.isEmpty()) {
      return time.startsWith("at ") && !fields.coversEveryHour() ? time + " every day" : time;
    }
    return time + " " + day;
  }

  private static String time(CronFields fields) {
    List<Integer> seconds = Bits.list(fields.seconds());
    List<Integer> minutes = Bits.list(fields.minutes());
    List<Integer> hours = Bits.list(fields.hours());
    if (seconds.size() * minutes.size() * hours.size() <= MOST_TIMES) {
      return "at " + EnglishLists.and(times(hours, minutes, seconds));
    }
    if (fields.seconds() == 1) {
      return minutesAndHours(minutes, hours);
    }
    String second = seconds(seconds);
    boolean always = minutes.size() * hours.size() == 60 * 24;
    return always ? second : second + " of each minute, " + minutesAndHours(minutes, hours);
  }

  private static List<String> times(
      List<Integer> hours, List<Integer> minutes, List<Integer> seconds) {
    boolean onlyMinutes = seconds.equals(List.of(0));
    List<String> times = new ArrayList<>();
    for (int hour : hours) {
      for (int minute : minutes) {
        for (int second : seconds) {
          String time = clock(hour, minute);
          times.add(onlyMinutes ? time : time + ":%02d".formatted(second));
        }
      }
    }
    return times;
  }

  private static String seconds(List<Integer> seconds) {
    int step = EnglishLists.evenStep(seconds, 60);
    if (step > 0) {
      return EnglishLists.every(Duration.ofSeconds(step));
    }
    return (seconds.size() == 1 ? "at second " : "at seconds ")
        + EnglishLists.runs(seconds, String::valueOf);
  }

  private static String minutesAndHours(List<Integer> minutes, List<Integer> hours) {
    boolean everyHour = hours.size() == 24;
    int step = EnglishLists.evenStep(minutes, 60);
    if (step > 0) {
      String every = EnglishLists.every(Duration.ofMinutes(step));
      return everyHour ? every : every + " " + hourSpan(hours, 60 - step);
    }
    if (minutes.size() > 1) {
      String list = "at minutes " + EnglishLists.runs(minutes, String::valueOf);
      return everyHour ? list + " of every hour" : list + " of " + hourList(hours);
    }
    return oneMinute(minutes.getFirst(), hours);
  }

  private static String oneMinute(int minute, List<Integer> hours) {
    int step = EnglishLists.evenStep(hours, 24);
    if (step > 0) {
      String every = EnglishLists.every(Duration.ofHours(step));
      if (step == 1) {
        return every + (minute == 0 ? ", on the hour" : " at minute " + minute);
      }
      return every + ", counted from " + clock(0, minute);
    }
    return isRun(hours)
        ? "every hour from "
            + clock(hours.getFirst(), minute)
            + " to "
            + clock(hours.getLast(), minute)
        : "at " + EnglishLists.and(times(hours, List.of(minute), List.of(0)));
  }

  private static String hourSpan(List<Integer> hours, int lastMinute) {
    return isRun(hours)
        ? "from " + clock(hours.getFirst(), 0) + " to " + clock(hours.getLast(), lastMinute)
        : "in " + hourList(hours);
  }

  private static String hourList(List<Integer> hours) {
    return (hours.size() == 1 ? "the hour " : "the hours ")
        + EnglishLists.runs(hours, String::valueOf);
  }

  private static boolean isRun(List<Integer> numbers) {
    return numbers.getLast() - numbers.getFirst() == numbers.size() - 1;
  }

  private static String clock(int hour, int minute) {
    return "%02d:%02d".formatted(hour, minute);
  }

  private static String day(CronFields fields) {
    String month = daysOfMonth(fields.days().daysOfMonth());
    String week = daysOfWeek(fields.days().daysOfWeek());
    List<String> parts = new ArrayList<>();
    if (!month.isEmpty() && !week.isEmpty()) {
      parts.add(
          fields.days().bothMustMatch()
              ? "on %s of the month where that is %s".formatted(month, week)
              : "on %s of the month and on every %s".formatted(month, week));
    } else if (!month.isEmpty()) {
      parts.add("on %s of the month".formatted(month));
    } else if (!week.isEmpty()) {
      parts.add("on " + week);
    }
    if (fields.months() != ALL_MONTHS) {
      parts.add("in " + EnglishLists.runs(Bits.list(fields.months()), CronDescription::month));
    }
    return String.join(" ", parts);
  }

  static String month(int number) {
    return Month.of(number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String daysOfMonth(CronDays.DaysOfMonth days) {
    List<String> parts = new ArrayList<>();
    if (days.plain() == CronDays.daysUpTo(31)) {
      return "";
    }
    List<Integer> plain = Bits.list(Integer.toUnsignedLong(days.plain()));
    if (!plain.isEmpty()) {
      parts.add((plain.size() == 1 ? "day " : "days ") + EnglishLists.runs(plain, String::valueOf));
    }
    for (int day : Bits.list(Integer.toUnsignedLong(days.nearestWeekday()))) {
      parts.add("the weekday nearest to day " + day);
    }
    for (int before : Bits.list(Integer.toUnsignedLong(days.beforeLast()))) {
      parts.add(before == 0 ? "the last day" : lastBut(before));
    }
    if (days.lastWeekday()) {
      parts.add("the last weekday");
    }
    return EnglishLists.and(parts);
  }

  private static String lastBut(int before) {
    return "the day %s before the last".formatted(EnglishLists.duration(Duration.ofDays(before)));
  }

  private static String daysOfWeek(CronDays.DaysOfWeek days) {
    if (days.plain() == ALL_WEEKDAYS) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    if (days.plain() != 0) {
      parts.add(
          EnglishLists.days(
              Bits.list(days.plain()).stream()
                  .map(day -> DayOfWeek.of(day == 0 ? 7 : day))
                  .toList()));
    }
    for (int bit : Bits.list(days.numbered())) {
      parts.add(
          "the %s %s of the month"
              .formatted(EnglishLists.ordinal(bit % 5 + 1), EnglishLists.day(bit / 5)));
    }
    for (int day : Bits.list(days.last())) {
      parts.add("the last %s of the month".formatted(EnglishLists.day(day)));
    }
    return EnglishLists.and(parts);
  }
}
