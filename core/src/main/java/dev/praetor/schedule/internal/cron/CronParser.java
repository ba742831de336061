package dev.praetor.schedule.internal.cron;

import dev.praetor.schedule.InvalidCron;
import dev.praetor.schedule.internal.time.Horizon;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A parser of cron expressions, which splits an expression into fields and combines the parsed
 * fields.
 */
public final class CronParser {
  private static final int LONGEST = 1000;
  private static final String WHOLE = "expression";
  private static final String FIELDS =
      "5 fields (minute, hour, day of month, month, day of week), or 6 with the second first";
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private CronParser() {}

  public static CronFields parse(String expression) {
    if (expression.length() > LONGEST) {
      throw new InvalidCron(
          expression.substring(0, 20) + "…",
          WHOLE,
          LONGEST + 1,
          "it is %,d characters long".formatted(expression.length()),
          "at most %,d characters".formatted(LONGEST));
    }
    checkCharacters(expression);
    String trimmed = expression.strip();
    return trimmed.startsWith("@") ? fields(shorthand(expression, trimmed)) : fields(expression);
  }

  private static void checkCharacters(String expression) {
    for (int i = 0; i < expression.length(); i++) {
      char c = expression.charAt(i);
      if (c > '~' || (c < ' ' && !isSpace(c))) {
        String printable = expression.replaceAll("[^ -~]", "?");
        throw new InvalidCron(
            printable,
            WHOLE,
            i + 1,
            "the character U+%04X is not allowed here".formatted((int) c),
            "digits, letters, spaces and , - * / ? # @");
      }
    }
  }

  private static String shorthand(String expression, String trimmed) {
    String fields = SHORTHANDS.get(trimmed.toLowerCase(Locale.ROOT));
    if (fields != null) {
      return fields;
    }
    throw new InvalidCron(
        expression,
        WHOLE,
        expression.indexOf('@') + 1,
        "%s is not known".formatted(trimmed),
        "@hourly, @daily, @midnight, @weekly, @monthly, @yearly or @annually"
            + (trimmed.startsWith("@every") ? "; use every(Duration) for intervals" : ""));
  }

  private static CronFields fields(String expression) {
    List<int[]> parts = split(expression);
    if (parts.size() < 5) {
      int found = parts.size();
      throw new InvalidCron(
          expression,
          WHOLE,
          expression.stripTrailing().length() + 1,
          "there %s"
              .formatted(found == 1 ? "is only 1 field" : "are only %d fields".formatted(found)),
          FIELDS);
    }
    if (parts.size() > 6) {
      throw new InvalidCron(
          expression,
          WHOLE,
          parts.get(6)[0] + 1,
          "there are %d fields, and a field for years is not supported".formatted(parts.size()),
          FIELDS);
    }
    return put(expression, parts);
  }

  private static CronFields put(String expression, List<int[]> parts) {
    boolean hasSeconds = parts.size() == 6;
    CronField[] all = CronField.values();
    List<CronFieldParser> read = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      CronField field = all[hasSeconds ? i : i + 1];
      read.add(new CronFieldParser(expression, field, parts.get(i)[0], parts.get(i)[1]).parse());
    }
    List<CronFieldParser> rest = hasSeconds ? read.subList(1, 6) : read;
    CronFieldParser daysOfMonth = rest.get(2);
    CronFieldParser daysOfWeek = rest.get(4);
    CronDays days =
        new CronDays(
            daysOfMonth.daysOfMonth(),
            daysOfWeek.daysOfWeek(),
            daysOfMonth.beginsWithStar() || daysOfWeek.beginsWithStar());
    CronFields fields =
        new CronFields(
            hasSeconds ? read.getFirst().plain() : 1L,
            rest.get(0).plain(),
            (int) rest.get(1).plain(),
            (int) rest.get(3).plain(),
            days,
            hasSeconds);
    refuseNever(expression, fields, parts.get(hasSeconds ? 3 : 2)[0] + 1);
    return fields;
  }

  private static void refuseNever(String expression, CronFields fields, int column) {
    long start = Horizon.ANCHOR.toEpochDay();
    if (fields.days().from(start, fields.months()) == Horizon.NEVER) {
      throw new InvalidCron(
          expression,
          CronField.DAY_OF_MONTH.title(),
          column,
          "it can never fire: none of its months has such a day",
          "days that exist in one of the months");
    }
  }

  private static List<int[]> split(String expression) {
    List<int[]> parts = new ArrayList<>();
    int position = 0;
    while (position < expression.length()) {
      if (isSpace(expression.charAt(position))) {
        position++;
        continue;
      }
      int start = position;
      while (position < expression.length() && !isSpace(expression.charAt(position))) {
        position++;
      }
      parts.add(new int[] {start, position});
    }
    return parts;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
