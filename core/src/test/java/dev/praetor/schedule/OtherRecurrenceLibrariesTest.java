package dev.praetor.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import biweekly.ICalVersion;
import biweekly.io.ParseContext;
import biweekly.io.scribe.property.RecurrenceRuleScribe;
import biweekly.parameter.ICalParameters;
import dev.praetor.schedule.internal.recurrence.LocalTimes;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.InvalidRecurrenceRuleException;
import org.dmfs.rfc5545.recur.RecurrenceRule;
import org.dmfs.rfc5545.recur.RecurrenceRuleIterator;
import org.junit.jupiter.api.Test;

/**
 * A comparison of thousands of recurrence rules with two other libraries, in UTC. Each difference
 * belongs to one of the classes named here, in which the text of RFC 5545 decides against the
 * library, and where both libraries agree they agree with us but for one class.
 */
class OtherRecurrenceLibrariesTest {
  private static final int RULES = 2500;
  private static final int TIMES = 6;
  private static final int YEARS = 30;

  private static final List<Example> EXAMPLES = examples();

  private enum Difference {
    /** lib-recur throws an exception after 1,000 empty periods, and for some sets of BYSETPOS. */
    RECUR_GIVES_UP,
    /**
     * BYMONTHDAY expands a year to the days of each month; lib-recur stays in the start's month.
     */
    RECUR_KEEPS_THE_MONTH,
    /** BYYEARDAY=-1 is the last day of the year; for hours and shorter lib-recur is a day off. */
    RECUR_MISCOUNTS_YEAR_DAYS,
    /** BYSETPOS counts the times of the first period from its begin; lib-recur from the start. */
    RECUR_COUNTS_FROM_THE_START,
    /**
     * A year may have no week 53, and the days of a week belong to its year beyond the year's end;
     * lib-recur does not limit the number, and cuts the weeks if there is a BYYEARDAY.
     */
    RECUR_MISTAKES_WEEKS,
    /** BYSETPOS as above; and biweekly ignores it for days and longer times of the day. */
    BIWEEKLY_MISPLACES_POSITIONS,
    /** The weekday of a week is the start's; biweekly takes all, and only those in the year. */
    BIWEEKLY_TAKES_WHOLE_WEEKS,
    /** BYYEARDAY limits hours and shorter; biweekly ignores it. */
    BIWEEKLY_IGNORES_YEAR_DAYS,
    /** After a jump to an admitted month, day or hour biweekly is out of step, or ends. */
    BIWEEKLY_LOSES_STEP,
    /** A numbered weekday that only limits is numbered all the same; biweekly drops the number. */
    BIWEEKLY_DROPS_NUMBERS
  }

  @Test
  void lib_recur_agrees_but_for_the_named_differences() {
    assertThat(
            compare(
                OtherRecurrenceLibrariesTest::recur, OtherRecurrenceLibrariesTest::recurDiffers))
        .containsOnlyKeys(
            Difference.RECUR_GIVES_UP,
            Difference.RECUR_KEEPS_THE_MONTH,
            Difference.RECUR_MISCOUNTS_YEAR_DAYS,
            Difference.RECUR_COUNTS_FROM_THE_START,
            Difference.RECUR_MISTAKES_WEEKS);
  }

  @Test
  void biweekly_agrees_but_for_the_named_differences() {
    assertThat(
            compare(
                OtherRecurrenceLibrariesTest::biweekly, (example, _) -> biweeklyDiffers(example)))
        .containsOnlyKeys(
            Difference.BIWEEKLY_MISPLACES_POSITIONS,
            Difference.BIWEEKLY_TAKES_WHOLE_WEEKS,
            Difference.BIWEEKLY_IGNORES_YEAR_DAYS,
            Difference.BIWEEKLY_LOSES_STEP,
            Difference.BIWEEKLY_DROPS_NUMBERS);
  }

  /**
   * Apart from BYYEARDAY: for hours and shorter one library ignores it and the other miscounts it,
   * and with BYSETPOS in the first year both count from the start.
   */
  @Test
  void where_both_libraries_agree_they_agree_with_us() {
    List<String> refuted = new ArrayList<>();
    for (Example example : EXAMPLES) {
      List<LocalDateTime> both = recur(example);
      if (!both.equals(example.times)
          && both.equals(biweekly(example))
          && !(example.has("BYYEARDAY") && (example.isOfTime() || example.has("BYSETPOS")))) {
        refuted.add(example + " but both " + both);
      }
    }
    assertThat(refuted).isEmpty();
  }

  /** A rule, its start, and the first times that we compute. */
  private record Example(String rule, LocalDateTime start, List<LocalDateTime> times) {
    boolean has(String part) {
      return rule.contains(";" + part + "=");
    }

    boolean isOf(String frequency) {
      return rule.startsWith("FREQ=" + frequency);
    }

    boolean isOfTime() {
      return isOf("HOURLY") || isOf("MINUTELY") || isOf("SECONDLY");
    }
  }

  /** Returns the rules with at least {@link #TIMES} times in {@link #YEARS} years. */
  private static List<Example> examples() {
    RuleGenerator generator = new RuleGenerator(20260306);
    List<Example> examples = new ArrayList<>();
    while (examples.size() < RULES) {
      LocalDateTime start = generator.start();
      String rule = generator.rule();
      List<LocalDateTime> times = own(rule, start);
      if (times.size() == TIMES) {
        examples.add(new Example(rule, start, times));
      }
    }
    return examples;
  }

  private static List<LocalDateTime> own(String rule, LocalDateTime start) {
    LocalTimes local = LocalTimes.of(Recurrence.parse(rule).parts(), start);
    long last = start.plusYears(YEARS).toEpochSecond(ZoneOffset.UTC);
    List<LocalDateTime> times = new ArrayList<>();
    for (long next = local.from(Long.MIN_VALUE);
        times.size() < TIMES && next <= last;
        next = local.from(next + 1)) {
      times.add(LocalDateTime.ofEpochSecond(next, 0, ZoneOffset.UTC));
    }
    return times;
  }

  /** Counts the examples of each class; no example may differ without a class. */
  private static Map<Difference, Integer> compare(
      Function<Example, List<LocalDateTime>> library,
      BiFunction<Example, List<LocalDateTime>, Optional<Difference>> difference) {
    Map<Difference, Integer> found = new EnumMap<>(Difference.class);
    List<String> unexplained = new ArrayList<>();
    for (Example example : EXAMPLES) {
      List<LocalDateTime> other = library.apply(example);
      if (!other.equals(example.times)) {
        difference
            .apply(example, other)
            .ifPresentOrElse(
                each -> found.merge(each, 1, Integer::sum),
                () -> unexplained.add(example + " but " + other));
      }
    }
    assertThat(unexplained).isEmpty();
    return found;
  }

  private static Optional<Difference> recurDiffers(Example example, List<LocalDateTime> other) {
    if (other.isEmpty()) {
      return Optional.of(Difference.RECUR_GIVES_UP);
    }
    if (example.isOf("YEARLY") && example.has("BYMONTHDAY") && !example.has("BYMONTH")) {
      return Optional.of(Difference.RECUR_KEEPS_THE_MONTH);
    }
    if (example.isOfTime() && example.rule.matches(".*;BYYEARDAY=[^;]*-.*")) {
      return Optional.of(Difference.RECUR_MISCOUNTS_YEAR_DAYS);
    }
    if (example.has("BYSETPOS")) {
      return Optional.of(Difference.RECUR_COUNTS_FROM_THE_START);
    }
    return example.rule.matches(".*;BYWEEKNO=[^;]*(53|;BYYEARDAY).*")
        ? Optional.of(Difference.RECUR_MISTAKES_WEEKS)
        : Optional.empty();
  }

  private static Optional<Difference> biweeklyDiffers(Example example) {
    if (example.has("BYSETPOS")) {
      return Optional.of(Difference.BIWEEKLY_MISPLACES_POSITIONS);
    }
    if (example.has("BYWEEKNO")) {
      return Optional.of(Difference.BIWEEKLY_TAKES_WHOLE_WEEKS);
    }
    if (example.has("BYYEARDAY") && (example.isOfTime() || example.has("BYDAY"))) {
      return Optional.of(Difference.BIWEEKLY_IGNORES_YEAR_DAYS);
    }
    boolean jumps =
        example.isOfTime()
            ? example.rule.contains(";BY")
            : example.has("INTERVAL") && (example.isOf("DAILY") || example.isOf("MONTHLY"));
    if (jumps) {
      return Optional.of(Difference.BIWEEKLY_LOSES_STEP);
    }
    return example.has("BYMONTHDAY") && example.rule.matches(".*;BYDAY=[^;]*\\d.*")
        ? Optional.of(Difference.BIWEEKLY_DROPS_NUMBERS)
        : Optional.empty();
  }

  private static List<LocalDateTime> recur(Example example) {
    LocalDateTime start = example.start;
    DateTime first =
        new DateTime(
            start.getYear(),
            start.getMonthValue() - 1,
            start.getDayOfMonth(),
            start.getHour(),
            start.getMinute(),
            start.getSecond());
    try {
      RecurrenceRuleIterator iterator =
          new RecurrenceRule(example.rule, RecurrenceRule.RfcMode.RFC5545_STRICT).iterator(first);
      List<LocalDateTime> times = new ArrayList<>();
      while (times.size() < TIMES && iterator.hasNext()) {
        DateTime next = iterator.nextDateTime();
        times.add(
            LocalDateTime.of(
                next.getYear(),
                next.getMonth() + 1,
                next.getDayOfMonth(),
                next.getHours(),
                next.getMinutes(),
                next.getSeconds()));
      }
      return times;
    } catch (InvalidRecurrenceRuleException e) {
      throw new AssertionError(example.rule, e);
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException e) {
      return List.of();
    }
  }

  private static List<LocalDateTime> biweekly(Example example) {
    ParseContext context = new ParseContext();
    context.setVersion(ICalVersion.V2_0);
    Iterator<Date> iterator =
        new RecurrenceRuleScribe()
            .parseText(example.rule, null, new ICalParameters(), context)
            .getValue()
            .getDateIterator(
                Date.from(example.start.toInstant(ZoneOffset.UTC)), TimeZone.getTimeZone("UTC"));
    List<LocalDateTime> times = new ArrayList<>();
    while (times.size() < TIMES && iterator.hasNext()) {
      times.add(LocalDateTime.ofInstant(iterator.next().toInstant(), ZoneOffset.UTC));
    }
    return times;
  }
}
