package dev.praetor.schedule.internal.cron;

import java.util.Locale;
import java.util.stream.IntStream;

/** The fields of a cron expression with their bounds; 7 in the day of week is Sunday, like 0. */
enum CronField {
  SECOND("second", 0, 59, ""),
  MINUTE("minute", 0, 59, ""),
  HOUR("hour", 0, 23, ""),
  DAY_OF_MONTH("day of month", 1, 31, ""),
  MONTH("month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  DAY_OF_WEEK("day of week", 0, 7, "SUN MON TUE WED THU FRI SAT");

  private static final int NAME = 3;

  private final String title;
  private final int first;
  private final int last;
  private final String names;

  CronField(String title, int first, int last, String names) {
    this.title = title;
    this.first = first;
    this.last = last;
    this.names = names;
  }

  String title() {
    return title;
  }

  int first() {
    return first;
  }

  int last() {
    return last;
  }

  /** Returns the end of an open range such as {@code *}, in which Sunday counts once. */
  int lastOfStar() {
    return this == DAY_OF_WEEK ? 6 : last;
  }

  /** Returns the value of a name of three letters, or -1 if the name is unknown. */
  int named(String word) {
    int index = word.length() == NAME ? names.indexOf(word.toUpperCase(Locale.ROOT)) : -1;
    return index < 0 ? -1 : index / (NAME + 1) + first;
  }

  boolean isDay() {
    return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
  }

  /** Returns a description of the values of this field, for messages. */
  String bounds() {
    String numbers = "%d to %d".formatted(first, last);
    return names.isEmpty()
        ? numbers
        : "%s or %s to %s"
            .formatted(numbers, names.substring(0, NAME), names.substring(names.length() - NAME));
  }

  long all() {
    return IntStream.rangeClosed(first, lastOfStar())
        .mapToLong(value -> 1L << value)
        .reduce(0, (a, b) -> a | b);
  }
}
