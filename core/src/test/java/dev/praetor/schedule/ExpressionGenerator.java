package dev.praetor.schedule;

import java.util.List;
import java.util.Random;

/**
 * A generator of cron expressions of all forms, which gives the same expressions for the same seed.
 */
final class ExpressionGenerator {
  private static final List<String> MONTHS =
      List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
  private static final List<String> WEEKDAYS =
      List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

  private final Random random;

  ExpressionGenerator(long seed) {
    this.random = new Random(seed);
  }

  /**
   * Returns an expression with fields that every cron supports: numbers, names, ranges, steps and
   * lists, sometimes with both day fields restricted.
   */
  String plain() {
    return String.join(
        " ",
        field(0, 59),
        random.nextInt(3) == 0 ? "*" : field(0, 23),
        random.nextInt(2) == 0 ? "*" : field(1, 31),
        random.nextInt(2) == 0 ? "*" : months(),
        random.nextInt(2) == 0 ? "*" : weekdays());
  }

  /**
   * Returns an expression with a special day of the month or of the week, in one of the two fields.
   */
  String special() {
    String time = field(0, 59) + " " + number(0, 23);
    String month = random.nextInt(3) == 0 ? months() : "*";
    return switch (random.nextInt(6)) {
      case 0 -> time + " L " + month + " ?";
      case 1 -> time + " L-" + number(1, 20) + " " + month + " ?";
      case 2 -> time + " LW " + month + " ?";
      case 3 -> time + " " + number(1, 31) + "W " + month + " ?";
      case 4 -> time + " ? " + month + " " + name(WEEKDAYS) + "#" + number(1, 5);
      default -> time + " ? " + month + " " + name(WEEKDAYS) + "L";
    };
  }

  private String months() {
    return random.nextInt(3) == 0 ? name(MONTHS) : field(1, 12);
  }

  private String weekdays() {
    return switch (random.nextInt(4)) {
      case 0 -> name(WEEKDAYS);
      case 1 -> "MON-FRI";
      default -> field(0, 6);
    };
  }

  private String field(int first, int last) {
    return switch (random.nextInt(6)) {
      case 0 -> "*";
      case 1 -> "*/" + number(2, Math.max(2, last / 2));
      case 2 -> range(first, last);
      case 3 -> range(first, last) + "/" + number(2, Math.max(2, last / 4));
      case 4 -> number(first, last) + "," + number(first, last);
      default -> String.valueOf(number(first, last));
    };
  }

  private String range(int first, int last) {
    int from = number(first, last - 1);
    return from + "-" + number(from + 1, last);
  }

  private int number(int first, int last) {
    return first + random.nextInt(last - first + 1);
  }

  private String name(List<String> names) {
    return names.get(random.nextInt(names.size()));
  }
}
