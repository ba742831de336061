package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A comparison of thousands of expressions with two other libraries, in UTC, where no clock
 * changes. Every difference belongs to one of the classes named here, and each class is allowed
 * only in the expressions that it describes.
 */
class OtherCronLibrariesTest {
  private static final int EXPRESSIONS = 4000;
  private static final int TIMES = 4;

  private final com.cronutils.parser.CronParser unix = parser(CronType.UNIX);
  private final com.cronutils.parser.CronParser quartz = parser(CronType.QUARTZ);

  private enum Difference {
    /**
     * With two restricted day fields a day matches if either matches; Spring requires both to
     * match.
     */
    SPRING_WANTS_BOTH_DAYS,
    /** A star with a step in the day of week begins at Sunday, 0; Spring begins at Monday, 1. */
    SPRING_STEPS_FROM_MONDAY,
    /**
     * A day field that begins with a star must match; with a step, cron-utils accepts either field.
     */
    CRON_UTILS_TAKES_EITHER_DAY,
    /**
     * If the 28th is a Sunday and the last day of its month, 28W is Friday the 26th; Spring
     * continues to a later month.
     */
    SPRING_SKIPS_A_LAST_SUNDAY,
    /**
     * In the same case cron-utils chooses the Sunday itself, and fails if a month has no such day.
     */
    CRON_UTILS_TAKES_A_LAST_SUNDAY,
    /** A fifth Wednesday in February may be 40 years away; cron-utils does not search that far. */
    CRON_UTILS_GIVES_UP_BEFORE_A_LONG_GAP
  }

  @Test
  void spring_agrees_but_for_the_named_differences() {
    Map<Difference, Integer> found =
        compare(
            expression -> {
              var cron =
                  org.springframework.scheduling.support.CronExpression.parse("0 " + expression);
              return cron::next;
            },
            OtherCronLibrariesTest::springDiffers);

    assertThat(found)
        .containsOnlyKeys(
            Difference.SPRING_WANTS_BOTH_DAYS,
            Difference.SPRING_STEPS_FROM_MONDAY,
            Difference.SPRING_SKIPS_A_LAST_SUNDAY);
  }

  @Test
  void cron_utils_agrees_but_for_the_named_differences() {
    Map<Difference, Integer> found =
        compare(
            expression -> {
              ExecutionTime time =
                  ExecutionTime.forCron(
                      expression.contains("?")
                          ? quartz.parse("0 " + expression)
                          : unix.parse(expression));
              return at -> time.nextExecution(at).orElse(null);
            },
            OtherCronLibrariesTest::cronUtilsDiffers);

    assertThat(found)
        .containsOnlyKeys(
            Difference.CRON_UTILS_TAKES_EITHER_DAY,
            Difference.CRON_UTILS_TAKES_A_LAST_SUNDAY,
            Difference.CRON_UTILS_GIVES_UP_BEFORE_A_LONG_GAP);
  }

  private interface Next {
    @Nullable ZonedDateTime after(ZonedDateTime at);
  }

  /**
   * Returns the number of expressions of each class that differ; no expression may differ without a
   * class.
   */
  private static Map<Difference, Integer> compare(
      Function<String, Next> library, Function<String, Optional<Difference>> difference) {
    ExpressionGenerator generator = new ExpressionGenerator(20260306);
    Random random = new Random(1);
    Map<Difference, Integer> found = new EnumMap<>(Difference.class);
    List<String> unexplained = new ArrayList<>();
    int agreed = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      String expression = i % 4 == 0 ? generator.special() : generator.plain();
      Instant after = Instant.ofEpochSecond(1_400_000_000L + random.nextInt(500_000_000));
      Optional<List<Instant>> own = own(expression, after);
      if (own.isEmpty()) {
        continue;
      }
      List<Instant> other = times(library.apply(expression), after);
      Optional<Difference> known = difference.apply(expression);
      if (own.get().equals(other)) {
        agreed++;
      } else if (known.isPresent()) {
        found.merge(known.get(), 1, Integer::sum);
      } else {
        unexplained.add(expression + " after " + after + ": " + own.get() + " but " + other);
      }
    }
    assertThat(unexplained).isEmpty();
    assertThat(agreed).isGreaterThan(EXPRESSIONS * 8 / 10);
    return found;
  }

  /**
   * Returns the next times, or empty if the expression is refused because its days, such as the
   * 31st of June, never exist.
   */
  private static Optional<List<Instant>> own(String expression, Instant after) {
    try {
      Schedule schedule = Schedule.of(cron(expression));
      return Optional.of(schedule.next(TIMES, after).stream().map(Occurrence::at).toList());
    } catch (InvalidCron e) {
      assertThat(e).hasMessageContaining("it can never fire");
      return Optional.empty();
    }
  }

  private static List<Instant> times(Next next, Instant after) {
    List<Instant> times = new ArrayList<>();
    try {
      ZonedDateTime at = next.after(after.atZone(ZoneOffset.UTC));
      while (at != null && times.size() < TIMES) {
        times.add(at.toInstant());
        at = next.after(at);
      }
    } catch (DateTimeException e) {
      times.clear();
    }
    return times;
  }

  private static Optional<Difference> springDiffers(String expression) {
    String month = dayOfMonth(expression);
    String week = dayOfWeek(expression);
    if (isRestricted(month) && isRestricted(week)) {
      return Optional.of(Difference.SPRING_WANTS_BOTH_DAYS);
    }
    if (isNearALastDay(month)) {
      return Optional.of(Difference.SPRING_SKIPS_A_LAST_SUNDAY);
    }
    return week.startsWith("*/")
        ? Optional.of(Difference.SPRING_STEPS_FROM_MONDAY)
        : Optional.empty();
  }

  private static Optional<Difference> cronUtilsDiffers(String expression) {
    String month = dayOfMonth(expression);
    String week = dayOfWeek(expression);
    if (isNearALastDay(month)) {
      return Optional.of(Difference.CRON_UTILS_TAKES_A_LAST_SUNDAY);
    }
    if (week.endsWith("#5") && expression.matches(".* (FEB|2) .*")) {
      return Optional.of(Difference.CRON_UTILS_GIVES_UP_BEFORE_A_LONG_GAP);
    }
    boolean steps = month.startsWith("*/") || week.startsWith("*/");
    return steps && !month.equals("*") && !week.equals("*")
        ? Optional.of(Difference.CRON_UTILS_TAKES_EITHER_DAY)
        : Optional.empty();
  }

  private static boolean isNearALastDay(String dayOfMonth) {
    return dayOfMonth.matches("(28|29|30|31)W");
  }

  private static boolean isRestricted(String day) {
    return !day.startsWith("*") && !day.equals("?");
  }

  private static String dayOfMonth(String expression) {
    return expression.split(" ", -1)[2];
  }

  private static String dayOfWeek(String expression) {
    return expression.split(" ", -1)[4];
  }

  private static com.cronutils.parser.CronParser parser(CronType type) {
    return new com.cronutils.parser.CronParser(CronDefinitionBuilder.instanceDefinitionFor(type));
  }
}
