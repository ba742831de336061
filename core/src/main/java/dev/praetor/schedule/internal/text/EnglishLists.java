package dev.praetor.schedule.internal.text;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The wording of lists, runs and durations. */
final class EnglishLists {
  private EnglishLists() {}

  /** Returns "a", "a and b" or "a, b and c". */
  static String and(List<String> words) {
    return joined(words, " and ");
  }

  static String joined(List<String> words, String beforeLast) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + beforeLast + words.get(last);
  }

  /** Returns the numbers in words, three or more consecutive numbers as "a to c". */
  static String runs(List<Integer> numbers, IntFunction<String> word) {
    List<String> words = new ArrayList<>();
    int start = 0;
    while (start < numbers.size()) {
      int end = start;
      while (end + 1 < numbers.size() && numbers.get(end + 1) == numbers.get(end) + 1) {
        end++;
      }
      if (end - start >= 2) {
        words.add(word.apply(numbers.get(start)) + " to " + word.apply(numbers.get(end)));
      } else {
        numbers.subList(start, end + 1).forEach(number -> words.add(word.apply(number)));
      }
      start = end + 1;
    }
    return and(words);
  }

  /**
   * Returns the days of the week in words, with Sunday last if Saturday is included and first
   * otherwise.
   */
  static String days(Collection<DayOfWeek> days) {
    boolean sundayFirst = days.contains(DayOfWeek.SUNDAY) && !days.contains(DayOfWeek.SATURDAY);
    List<Integer> numbers =
        days.stream()
            .map(day -> sundayFirst ? day.getValue() % 7 : day.getValue())
            .sorted()
            .toList();
    return runs(numbers, EnglishLists::day);
  }

  /** Returns the name of a day of the week; Sunday is 0 or 7. */
  static String day(int number) {
    return DayOfWeek.of(number == 0 ? 7 : number).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  static String ordinal(int number) {
    return List.of("first", "second", "third", "fourth", "fifth").get(number - 1);
  }

  /** Returns a duration in words, for example "1 hour and 30 minutes". */
  static String duration(Duration duration) {
    List<String> parts = new ArrayList<>();
    add(parts, duration.toDaysPart(), "day");
    add(parts, duration.toHoursPart(), "hour");
    add(parts, duration.toMinutesPart(), "minute");
    add(parts, duration.toSecondsPart(), "second");
    if (duration.toNanosPart() != 0) {
      parts.add(duration.toNanosPart() / 1e6 + " milliseconds");
    }
    return and(parts);
  }

  /**
   * Returns an interval in words, for example "every hour", "every 2 days" or "every 1 hour and 30
   * minutes".
   */
  static String every(Duration interval) {
    String words = duration(interval);
    boolean one = words.startsWith("1 ") && !words.contains(" and ") && !words.contains(",");
    return "every " + (one ? words.substring(2) : words);
  }

  private static void add(List<String> parts, long amount, String unit) {
    if (amount != 0) {
      parts.add(amount + " " + unit + (amount == 1 ? "" : "s"));
    }
  }

  /**
   * Returns the step of numbers that begin at 0, rise in equal steps and divide {@code whole}, or 0
   * if they do not.
   */
  static int evenStep(List<Integer> numbers, int whole) {
    int count = numbers.size();
    if (count < 2 || whole % count != 0 || numbers.getFirst() != 0) {
      return 0;
    }
    int step = whole / count;
    return IntStream.range(0, count).allMatch(i -> numbers.get(i) == i * step) ? step : 0;
  }
}
