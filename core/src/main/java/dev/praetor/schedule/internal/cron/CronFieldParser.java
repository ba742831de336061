package dev.praetor.schedule.internal.cron;

import dev.praetor.schedule.InvalidCron;

/** A parser of one field of a cron expression, for one use by one thread. */
final class CronFieldParser {
  private static final int MOST_DIGITS = 6;

  private final String expression;
  private final CronField field;
  private final int start;
  private final int end;
  private int position;

  private long plain;
  private int beforeLast;
  private int nearestWeekday;
  private boolean lastWeekday;
  private long numbered;
  private int last;

  CronFieldParser(String expression, CronField field, int start, int end) {
    this.expression = expression;
    this.field = field;
    this.start = start;
    this.end = end;
    this.position = start;
  }

  CronFieldParser parse() {
    item();
    while (position < end) {
      if (!taken(',')) {
        throw unexpected("a comma or the end of the field");
      }
      item();
    }
    return this;
  }

  long plain() {
    return plain;
  }

  CronDays.DaysOfMonth daysOfMonth() {
    return new CronDays.DaysOfMonth((int) plain, beforeLast, nearestWeekday, lastWeekday);
  }

  CronDays.DaysOfWeek daysOfWeek() {
    return new CronDays.DaysOfWeek((int) plain, numbered, last);
  }

  boolean beginsWithStar() {
    return expression.charAt(start) == '*' || expression.charAt(start) == '?';
  }

  private void item() {
    if (taken('*')) {
      plain |= Bits.range(field.first(), field.lastOfStar(), step());
    } else if (at('?')) {
      questionMark();
    } else if (field == CronField.DAY_OF_MONTH && (taken('L') || taken('l'))) {
      lastDay();
    } else {
      values();
    }
  }

  private void questionMark() {
    if (!field.isDay()) {
      throw wrong(position, "? is only for day of month and day of week", "* or " + field.bounds());
    }
    if (end - start > 1) {
      throw wrong(position, "? must be the only value of its field", "no other value in the field");
    }
    position++;
    plain = field.all();
  }

  private void lastDay() {
    if (taken('W') || taken('w')) {
      lastWeekday = true;
    } else if (taken('-')) {
      beforeLast |= 1 << number(1, 30, "1 to 30 days before the last day of the month");
    } else {
      beforeLast |= 1;
    }
  }

  private void values() {
    int from = position;
    int first = value();
    if (field == CronField.DAY_OF_MONTH && (taken('W') || taken('w'))) {
      nearestWeekday |= 1 << first;
    } else if (field == CronField.DAY_OF_WEEK && taken('#')) {
      int number = number(1, 5, "1 to 5, as in FRI#2 for the second Friday of the month");
      numbered |= 1L << (first % 7 * 5 + number - 1);
    } else if (field == CronField.DAY_OF_WEEK && (taken('L') || taken('l'))) {
      last |= 1 << first % 7;
    } else if (taken('-')) {
      addRange(first, rangeEnd(from, first));
    } else if (at('/')) {
      addRange(first, field.lastOfStar());
    } else {
      plain |= 1L << (field == CronField.DAY_OF_WEEK ? first % 7 : first);
    }
  }

  private int rangeEnd(int from, int first) {
    boolean byName = position < end && Character.isLetter(expression.charAt(position));
    int value = value();
    boolean sunday = field == CronField.DAY_OF_WEEK && value == 0 && byName;
    int last = sunday && first > 0 ? 7 : value;
    if (last < first) {
      throw wrong(
          from,
          "the range %s ends before it begins".formatted(expression.substring(from, position)),
          "an ascending range; write a range that wraps as two, such as %s"
              .formatted(asTwo(first, last)));
    }
    return last;
  }

  private String asTwo(int first, int last) {
    return first + "-" + field.lastOfStar() + "," + field.first() + "-" + last;
  }

  private void addRange(int first, int last) {
    long range = Bits.range(first, last, step());
    plain |= field == CronField.DAY_OF_WEEK ? (range & 0x7f) | (range >>> 7) : range;
  }

  private int step() {
    if (!taken('/')) {
      return 1;
    }
    return number(1, field.last(), "a step of 1 to " + field.last());
  }

  private int value() {
    if (position < end && Character.isLetter(expression.charAt(position))) {
      return name();
    }
    return number(field.first(), field.last(), field.bounds());
  }

  private int name() {
    int from = position;
    int to = Math.min(end, from + 3);
    int value = field.named(expression.substring(from, to));
    if (value < 0) {
      throw notAName(from);
    }
    position = to;
    return value;
  }

  private InvalidCron notAName(int from) {
    if (field == CronField.DAY_OF_WEEK && "Ll".indexOf(expression.charAt(from)) >= 0) {
      return wrong(
          from,
          "L needs a weekday before it",
          "a value such as FRIL for the last Friday of the month");
    }
    return unexpected(field.bounds());
  }

  private int number(int least, int most, String expected) {
    int from = position;
    int value = 0;
    while (position < end && isDigit(expression.charAt(position))) {
      if (position - from == MOST_DIGITS) {
        throw wrong(from, "this number is too large", expected);
      }
      value = value * 10 + expression.charAt(position) - '0';
      position++;
    }
    if (position == from) {
      throw unexpected(expected);
    }
    if (value < least || value > most) {
      throw wrong(from, "%d is out of range".formatted(value), expected);
    }
    return value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean at(char c) {
    return position < end && expression.charAt(position) == c;
  }

  private boolean taken(char c) {
    if (!at(c)) {
      return false;
    }
    position++;
    return true;
  }

  private InvalidCron unexpected(String expected) {
    String found =
        position < end
            ? "'%s' is not allowed here".formatted(expression.charAt(position))
            : "the field ends too early";
    return wrong(position, found, expected);
  }

  private InvalidCron wrong(int index, String problem, String expected) {
    return new InvalidCron(expression, field.title(), index + 1, problem, expected);
  }
}
