package dev.praetor.schedule;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes random recurrence rules that RFC 5545 allows, with a random start. The rules of days and
 * longer periods have at most two times of day a day, so that rare days are reached soon.
 */
final class RuleGenerator {
  private static final List<String> WEEKDAYS = List.of("MO", "TU", "WE", "TH", "FR", "SA", "SU");
  private static final List<String> FREQUENCIES =
      List.of(
          "YEARLY",
          "YEARLY",
          "YEARLY",
          "MONTHLY",
          "MONTHLY",
          "WEEKLY",
          "DAILY",
          "HOURLY",
          "MINUTELY",
          "SECONDLY");

  private final Random random;

  RuleGenerator(long seed) {
    random = new Random(seed);
  }

  LocalDateTime start() {
    return LocalDateTime.of(2000, 1, 1, 0, 0)
        .plusDays(random.nextInt(40 * 365))
        .plusSeconds(oneIn(2) ? 0 : random.nextInt(86_400));
  }

  String rule() {
    String frequency = FREQUENCIES.get(random.nextInt(FREQUENCIES.size()));
    boolean years = frequency.equals("YEARLY");
    boolean months = frequency.equals("MONTHLY");
    boolean weeks = frequency.equals("WEEKLY");
    boolean days = frequency.equals("DAILY");
    boolean time = !years && !months && !weeks && !days;
    List<String> parts = new ArrayList<>();
    boolean weekNumbers = years && oneIn(4);
    if (oneIn(3)) {
      parts.add("BYMONTH=" + some(3, _ -> 1 + random.nextInt(12)));
    }
    if (weekNumbers) {
      parts.add("BYWEEKNO=" + some(3, _ -> oneIn(3) ? one(1, 52, 53, -1, -52, -53) : week()));
    }
    if ((years || time) && oneIn(5)) {
      parts.add("BYYEARDAY=" + some(6, _ -> oneIn(3) ? one(1, 365, 366, -1, -366) : yearDay()));
    }
    if (!weeks && oneIn(4)) {
      parts.add("BYMONTHDAY=" + some(4, _ -> signed(1 + random.nextInt(31))));
    }
    if (oneIn(2)) {
      boolean numbered = (years && !weekNumbers) || months;
      parts.add("BYDAY=" + some(3, _ -> (numbered && oneIn(2) ? number(years) : "") + weekday()));
    }
    int few = time ? 4 : 2;
    if (oneIn(4)) {
      parts.add("BYHOUR=" + some(few, _ -> random.nextInt(24)));
    }
    if (oneIn(5)) {
      parts.add("BYMINUTE=" + some(few, _ -> random.nextInt(60)));
    }
    if (oneIn(6)) {
      parts.add("BYSECOND=" + some(few, _ -> random.nextInt(60)));
    }
    if (!parts.isEmpty() && oneIn(4)) {
      parts.add("BYSETPOS=" + some(2, _ -> signed(1 + random.nextInt(oneIn(3) ? 12 : 3))));
    }
    if (oneIn(3)) {
      parts.add("INTERVAL=" + (2 + random.nextInt(time ? 40 : 4)));
    }
    if (oneIn(4)) {
      parts.add("WKST=" + weekday());
    }
    return "FREQ="
        + frequency
        + parts.stream().map(part -> ";" + part).collect(Collectors.joining());
  }

  private String number(boolean ofYear) {
    int number = 1 + random.nextInt(ofYear && oneIn(2) ? 53 : 5);
    return (oneIn(3) ? "-" : "") + number;
  }

  private Integer week() {
    return signed(1 + random.nextInt(53));
  }

  private Integer yearDay() {
    return signed(1 + random.nextInt(366));
  }

  private String weekday() {
    return WEEKDAYS.get(random.nextInt(7));
  }

  private Integer one(Integer... values) {
    return values[random.nextInt(values.length)];
  }

  private int signed(int number) {
    return oneIn(3) ? -number : number;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private String some(int most, IntFunction<Object> value) {
    return IntStream.rangeClosed(0, random.nextInt(most))
        .mapToObj(value)
        .map(Object::toString)
        .distinct()
        .collect(Collectors.joining(","));
  }
}
