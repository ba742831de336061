package dev.praetor.schedule.internal.text;

import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.internal.json.TreeNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A parser of the all-day events in the text of a calendar, for one use by one thread. */
public final class HolidayParser {
  private static final int LONGEST_EVENT = 366;
  private static final int MOST_DATES = 100_000;
  private static final int DEEPEST = 20;
  private static final int LONGEST_LINE = 100_000;

  private final NavigableSet<LocalDate> holidays = new TreeSet<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final Map<String, Property> event = new HashMap<>();
  private int lineNumber;

  private record Property(String name, boolean isDate, String value, int line) {}

  public NavigableSet<LocalDate> parse(String text) {
    StringBuilder unfolded = new StringBuilder();
    int start = 1;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      lineNumber++;
      if (line.startsWith(" ") || line.startsWith("\t")) {
        unfolded.append(line, 1, line.length());
        if (unfolded.length() > LONGEST_LINE) {
          throw wrong(start, "it is longer than %,d characters".formatted(LONGEST_LINE));
        }
        continue;
      }
      take(unfolded.toString(), start);
      unfolded.setLength(0);
      unfolded.append(lineNumber == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
      start = lineNumber;
    }
    take(unfolded.toString(), start);
    if (!open.isEmpty()) {
      throw wrong(lineNumber, "the file ends inside %s: is it complete?".formatted(open.peek()));
    }
    if (lineNumber == 0) {
      throw wrong(1, "the file is empty");
    }
    return holidays;
  }

  private void take(String line, int number) {
    if (line.isBlank()) {
      return;
    }
    Property property = property(line, number);
    if (open.isEmpty() && !(property.name.equals("BEGIN") && isCalendar(property))) {
      throw wrong(number, "expected BEGIN:VCALENDAR, which begins an iCalendar file");
    }
    switch (property.name) {
      case "BEGIN" -> begin(property);
      case "END" -> end(property);
      default -> {
        if ("VEVENT".equals(open.peek())) {
          event.put(property.name, property);
        }
      }
    }
  }

  private static boolean isCalendar(Property property) {
    return property.value.equalsIgnoreCase("VCALENDAR");
  }

  private void begin(Property property) {
    if (open.size() == DEEPEST) {
      throw wrong(property.line, "components are nested more than %d deep".formatted(DEEPEST));
    }
    open.push(property.value.toUpperCase(Locale.ROOT));
    if (property.value.equalsIgnoreCase("VEVENT")) {
      event.clear();
    }
  }

  private void end(Property property) {
    if (!property.value.equalsIgnoreCase(open.peek())) {
      throw wrong(
          property.line,
          "found END:%s, expected END:%s"
              .formatted(TreeNode.abbreviated(property.value), open.peek()));
    }
    if (open.pop().equals("VEVENT")) {
      addEvent(property.line);
    }
  }

  private void addEvent(int line) {
    Property start = event.get("DTSTART");
    if (start == null) {
      throw wrong(line, "the event that ends here has no DTSTART");
    }
    if (!start.isDate || isCancelled(event.get("STATUS"))) {
      return;
    }
    for (String rule : List.of("RRULE", "RDATE")) {
      Property repeating = event.get(rule);
      if (repeating != null) {
        throw wrong(
            repeating.line, rule + " repeats the event: give the date of every year instead");
      }
    }
    LocalDate first = date(start);
    addDays(first, end(first), start.line);
  }

  private static boolean isCancelled(@Nullable Property status) {
    return status != null && status.value.equalsIgnoreCase("CANCELLED");
  }

  private LocalDate end(LocalDate first) {
    Property end = event.get("DTEND");
    Property duration = event.get("DURATION");
    if (end != null) {
      return date(end);
    }
    return duration == null ? first.plusDays(1) : after(first, duration);
  }

  private void addDays(LocalDate first, LocalDate end, int line) {
    LocalDate last = end.equals(first) ? first : end.minusDays(1);
    if (last.isBefore(first)) {
      throw wrong(line, "the event ends before it begins");
    }
    if (last.isAfter(first.plusDays(LONGEST_EVENT))) {
      throw wrong(line, "the event lasts more than %d days".formatted(LONGEST_EVENT));
    }
    first.datesUntil(last.plusDays(1)).forEach(holidays::add);
    if (holidays.size() > MOST_DATES) {
      throw wrong(line, "the file has more than %,d holidays".formatted(MOST_DATES));
    }
  }

  private static LocalDate date(Property property) {
    try {
      String value = property.value;
      return LocalDate.parse(
          value.length() > 8 ? value.substring(0, 8) : value, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw wrong(
          property.line,
          "%s is \"%s\", expected a date such as 20261225"
              .formatted(property.name, TreeNode.abbreviated(property.value)));
    }
  }

  private static LocalDate after(LocalDate first, Property property) {
    try {
      return first.plus(Period.parse(property.value));
    } catch (DateTimeException | ArithmeticException e) {
      throw wrong(
          property.line,
          "DURATION is \"%s\", expected days such as P1D"
              .formatted(TreeNode.abbreviated(property.value)));
    }
  }

  private Property property(String line, int number) {
    int colon = colonOutsideQuotes(line);
    if (colon <= 0) {
      throw wrong(number, "expected a name, a colon and a value");
    }
    String[] nameAndOptions = line.substring(0, colon).toUpperCase(Locale.ROOT).split(";", -1);
    String value = line.substring(colon + 1).strip();
    boolean isDate = List.of(nameAndOptions).contains("VALUE=DATE") || value.matches("[0-9]{8}");
    return new Property(nameAndOptions[0], isDate, value, number);
  }

  private static int colonOutsideQuotes(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ':' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static InvalidSchedule wrong(int line, @Nullable String problem) {
    return new InvalidSchedule("holiday file, line %,d: %s".formatted(line, problem));
  }
}
