package dev.praetor.schedule.internal.recurrence;

import dev.praetor.schedule.InvalidSchedule;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A parser of recurrence rules, which refuses what RFC 5545 forbids. It expects capitals. For one
 * thread.
 */
public final class RecurrenceParser {
  private static final int MOST_COUNTED = 1_000_000;
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,10}");
  private static final Pattern WEEKDAY =
      Pattern.compile("(?<number>[+-]?\\d{1,2})?(?<day>MO|TU|WE|TH|FR|SA|SU)");
  private static final List<String> WEEKDAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");

  private enum Part {
    FREQ,
    INTERVAL,
    COUNT,
    UNTIL,
    WKST,
    BYMONTH,
    BYWEEKNO,
    BYYEARDAY,
    BYMONTHDAY,
    BYDAY,
    BYHOUR,
    BYMINUTE,
    BYSECOND,
    BYSETPOS
  }

  private final String text;
  private final Map<Part, String> values = new EnumMap<>(Part.class);

  private RecurrenceParser(String text) {
    this.text = text;
  }

  /**
   * Parses a rule.
   *
   * @throws InvalidSchedule if the text is not a recurrence rule of RFC 5545
   */
  public static RecurrenceParts parse(String text) {
    return new RecurrenceParser(text).parts();
  }

  private RecurrenceParts parts() {
    for (String part : text.split(";", -1)) {
      put(part);
    }
    Frequency frequency = frequency();
    checkTogether(frequency);
    return new RecurrenceParts(
        frequency,
        one(Part.INTERVAL, Integer.MAX_VALUE, 1),
        one(Part.COUNT, MOST_COUNTED, 0),
        value(Part.UNTIL).map(this::end).orElse(null),
        value(Part.WKST).map(this::weekStart).orElse(DayOfWeek.MONDAY),
        (int) bits(Part.BYMONTH, 1, 12),
        positions(Part.BYWEEKNO, 53),
        positions(Part.BYYEARDAY, 366),
        positions(Part.BYMONTHDAY, 31),
        weekdays(frequency),
        (int) bits(Part.BYHOUR, 0, 23),
        bits(Part.BYMINUTE, 0, 59),
        seconds(),
        positions(Part.BYSETPOS, 366));
  }

  private void put(String part) {
    int equals = part.indexOf('=');
    String name = equals < 0 ? part : part.substring(0, equals);
    Part known =
        Stream.of(Part.values())
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> wrong("it has no part \"" + name + "\""));
    String value = equals < 0 ? "" : part.substring(equals + 1);
    if (value.isEmpty()) {
      throw wrong(known + " has no value");
    }
    if (values.put(known, value) != null) {
      throw wrong(known + " occurs twice");
    }
  }

  private Frequency frequency() {
    String value = value(Part.FREQ).orElseThrow(() -> wrong("FREQ is missing"));
    return Stream.of(Frequency.values())
        .filter(each -> each.name().equals(value))
        .findFirst()
        .orElseThrow(() -> wrong("FREQ=" + value + " is none of " + List.of(Frequency.values())));
  }

  /** Checks what the table of section 3.3.10 calls not applicable, and what excludes each other. */
  private void checkTogether(Frequency frequency) {
    if (has(Part.COUNT) && has(Part.UNTIL)) {
      throw wrong("COUNT and UNTIL exclude each other");
    }
    if (has(Part.BYWEEKNO) && frequency != Frequency.YEARLY) {
      throw wrong("BYWEEKNO is for FREQ=YEARLY only");
    }
    boolean days =
        switch (frequency) {
          case DAILY, WEEKLY, MONTHLY -> true;
          case YEARLY, HOURLY, MINUTELY, SECONDLY -> false;
        };
    if (has(Part.BYYEARDAY) && days) {
      throw wrong("BYYEARDAY is not for FREQ=" + frequency);
    }
    if (has(Part.BYMONTHDAY) && frequency == Frequency.WEEKLY) {
      throw wrong("BYMONTHDAY is not for FREQ=WEEKLY");
    }
    boolean by =
        values.keySet().stream()
            .anyMatch(each -> each != Part.BYSETPOS && each.name().startsWith("BY"));
    if (has(Part.BYSETPOS) && !by) {
      throw wrong("BYSETPOS needs another part that begins with BY");
    }
  }

  private List<NumberedWeekday> weekdays(Frequency frequency) {
    boolean numbered =
        frequency == Frequency.MONTHLY || (frequency == Frequency.YEARLY && !has(Part.BYWEEKNO));
    List<NumberedWeekday> weekdays = new ArrayList<>();
    for (String each : list(Part.BYDAY)) {
      Matcher matcher = WEEKDAY.matcher(each);
      if (!matcher.matches()) {
        throw wrong("BYDAY=" + each + " is no weekday such as MO or -1FR");
      }
      String number = matcher.group("number");
      DayOfWeek day = weekday(matcher.group("day"));
      if (number == null) {
        weekdays.add(new NumberedWeekday(day, 0));
      } else if (numbered) {
        weekdays.add(new NumberedWeekday(day, position(Part.BYDAY, number, 53)));
      } else {
        throw wrong(
            "BYDAY=" + each + " has a number, which is for months and for years without BYWEEKNO");
      }
    }
    return List.copyOf(weekdays);
  }

  private static DayOfWeek weekday(String name) {
    return DayOfWeek.of(WEEKDAYS.indexOf(name) + 1);
  }

  private DayOfWeek weekStart(String value) {
    if (!WEEKDAYS.contains(value)) {
      throw wrong("WKST=" + value + " is none of " + WEEKDAYS);
    }
    return weekday(value);
  }

  private RuleEnd end(String value) {
    return RuleEnd.parse(value)
        .orElseThrow(
            () -> wrong("UNTIL=" + value + " is no date, such as 20261231 or 20261231T235959Z"));
  }

  /** Returns the seconds; the leap second 60 counts as 59, as the RFC recommends. */
  private long seconds() {
    long bits = bits(Part.BYSECOND, 0, 60);
    return (bits & 1L << 60) == 0 ? bits : bits & ~(1L << 60) | 1L << 59;
  }

  private int one(Part part, int largest, int otherwise) {
    return value(part).map(value -> number(part, value, 1, largest)).orElse(otherwise);
  }

  private long bits(Part part, int smallest, int largest) {
    long bits = 0;
    for (String each : list(part)) {
      bits |= 1L << number(part, each, smallest, largest);
    }
    return bits;
  }

  private Positions positions(Part part, int largest) {
    return Positions.of(list(part).stream().map(each -> position(part, each, largest)).toList());
  }

  private int position(Part part, String value, int largest) {
    int number = number(part, value, -largest, largest);
    if (number == 0) {
      throw wrong(part + " contains 0");
    }
    return number;
  }

  private int number(Part part, String value, int smallest, int largest) {
    long number = NUMBER.matcher(value).matches() ? Long.parseLong(value) : Long.MIN_VALUE;
    if (number < smallest || number > largest) {
      throw wrong(
          "%s contains %s, which is no whole number from %,d to %,d"
              .formatted(part, value, smallest, largest));
    }
    return (int) number;
  }

  private List<String> list(Part part) {
    return value(part).map(value -> List.of(value.split(",", -1))).orElse(List.of());
  }

  private boolean has(Part part) {
    return values.containsKey(part);
  }

  private Optional<String> value(Part part) {
    return Optional.ofNullable(values.get(part));
  }

  private InvalidSchedule wrong(String problem) {
    return new InvalidSchedule(
        ("recurrence rule \"%s\" cannot be read: %s; write it as in "
                + "FREQ=MONTHLY;BYDAY=-1FR, without DTSTART or EXDATE")
            .formatted(text, problem));
  }
}
