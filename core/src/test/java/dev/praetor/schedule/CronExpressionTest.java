package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CronExpressionTest {
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void special_days_of_the_month_and_the_week_are_found() {
    assertThat(days("0 0 L * *")).containsExactly("2026-01-31", "2026-02-28", "2026-03-31");
    assertThat(days("0 0 L-3 * *")).containsExactly("2026-01-28", "2026-02-25", "2026-03-28");
    assertThat(days("0 0 LW * *")).containsExactly("2026-01-30", "2026-02-27", "2026-03-31");
    assertThat(days("0 0 15W * *")).containsExactly("2026-01-15", "2026-02-16", "2026-03-16");
    assertThat(days("0 0 1W * *")).containsExactly("2026-02-02", "2026-03-02", "2026-04-01");
    assertThat(days("0 0 ? * FRI#2")).containsExactly("2026-01-09", "2026-02-13", "2026-03-13");
    assertThat(days("0 0 * * 5L")).containsExactly("2026-01-30", "2026-02-27", "2026-03-27");
    assertThat(days("0 0 1,L-1 2 *")).containsExactly("2026-02-01", "2026-02-27", "2027-02-01");
    assertThat(days("0 0 * * MON#1,FRIL"))
        .containsExactly("2026-01-05", "2026-01-30", "2026-02-02");
    assertThat(days("0 0 29 2 *")).containsExactly("2028-02-29", "2032-02-29", "2036-02-29");
    assertThat(days("0 0 31W * *")).containsExactly("2026-01-30", "2026-03-31", "2026-05-29");
  }

  @Test
  void two_restricted_day_fields_match_either_but_a_star_makes_both_match() {
    assertThat(days("0 0 13 * FRI")).containsExactly("2026-01-02", "2026-01-09", "2026-01-13");
    assertThat(days("0 0 */13 * FRI")).containsExactly("2026-02-27", "2026-03-27", "2026-05-01");
    assertThat(days("0 0 13 * */5")).containsExactly("2026-02-13", "2026-03-13", "2026-09-13");
    assertThat(days("0 0 ? * FRI")).containsExactly("2026-01-02", "2026-01-09", "2026-01-16");
    assertThat(days("0 0 1-31 * FRI")).containsExactly("2026-01-02", "2026-01-03", "2026-01-04");
  }

  @Test
  void sunday_is_0_and_7_and_the_end_of_a_range() {
    List<String> sundays = List.of("2026-01-04", "2026-01-11", "2026-01-18");
    assertThat(days("0 0 * * 0")).isEqualTo(sundays);
    assertThat(days("0 0 * * 7")).isEqualTo(sundays);
    assertThat(days("0 0 * * sun")).isEqualTo(sundays);
    assertThat(days("0 0 * * FRI-SUN")).containsExactly("2026-01-02", "2026-01-03", "2026-01-04");
    assertThat(days("0 0 * * 5-7")).containsExactly("2026-01-02", "2026-01-03", "2026-01-04");
    assertThat(days("0 0 * * 6-7/1")).containsExactly("2026-01-03", "2026-01-04", "2026-01-10");
  }

  @Test
  void shorthands_stand_for_what_they_say() {
    assertThat(next("@hourly")).isEqualTo(next("0 * * * *"));
    assertThat(next("@daily")).isEqualTo(next("0 0 * * *"));
    assertThat(next("@midnight")).isEqualTo(next("0 0 * * *"));
    assertThat(next("@weekly")).isEqualTo(next("0 0 * * SUN"));
    assertThat(next("@monthly")).isEqualTo(next("0 0 1 * *"));
    assertThat(next("@yearly")).isEqualTo(next("0 0 1 1 *"));
    assertThat(next("@ANNUALLY ")).isEqualTo(next("0 0 1 JAN *"));
  }

  @Test
  void six_fields_begin_with_the_second() {
    assertThat(next("*/20 30 8 * * *"))
        .containsExactly(
            Instant.parse("2026-01-01T08:30:00Z"),
            Instant.parse("2026-01-01T08:30:20Z"),
            Instant.parse("2026-01-01T08:30:40Z"));
    assertThat(next("59 59 23 31 12 *").getFirst()).isEqualTo("2026-12-31T23:59:59Z");
  }

  @Test
  void a_wrong_expression_says_which_field_at_which_column_and_what_was_expected() {
    refused("60 * * * *", "minute", 1, "0 to 59");
    refused("0 24 * * *", "hour", 3, "0 to 23");
    refused("0 0 0 * *", "day of month", 5, "1 to 31");
    refused("0 0 * 13 *", "month", 7, "1 to 12 or JAN to DEC");
    refused("0 0 * FOO *", "month", 7, "1 to 12 or JAN to DEC");
    refused("0 0 * * 8", "day of week", 9, "0 to 7 or SUN to SAT");
    refused("0 0 * * MONDAY", "day of week", 12, "a comma or the end of the field");
    refused("  0   22-2 * * *", "hour", 7, "22-23,0-2");
    refused("0 0 * * FRI-MON", "day of week", 9, "an ascending range");
    refused("*/0 * * * *", "minute", 3, "a step of 1 to 59");
    refused("*/60 * * * *", "minute", 3, "a step of 1 to 59");
    refused("1,,2 * * * *", "minute", 3, "0 to 59");
    refused("1, * * * *", "minute", 3, "0 to 59");
    refused("1-2-3 * * * *", "minute", 4, "a comma or the end of the field");
    refused("-1 * * * *", "minute", 1, "0 to 59");
    refused("? * * * *", "minute", 1, "* or 0 to 59");
    refused("0 0 ?,1 * *", "day of month", 5, "no other value in the field");
    refused("0 0 L-31 * *", "day of month", 7, "1 to 30");
    refused("0 0 * * L", "day of week", 9, "FRIL");
    refused("0 0 * * FRI#6", "day of week", 13, "1 to 5");
    refused("0 L * * *", "hour", 3, "0 to 23");
    refused("60 0 0 * * *", "second", 1, "0 to 59");
    refused("99999999999999999999 * * * *", "minute", 1, "0 to 59");
    refused("* * * *", "expression", 8, "5 fields");
    refused("", "expression", 1, "5 fields");
    refused("0 0 1 1 * 2026 x", "expression", 16, "5 fields");
    refused("@reboot", "expression", 1, "@hourly");
    refused("@every 5m", "expression", 1, "every(Duration)");
    refused("0 0 * *  \u0661", "expression", 10, "digits");
    refused("0 0 * * \u0000", "expression", 9, "digits");
    refused("0,".repeat(50_000) + "0 * * * *", "expression", 1001, "at most 1,000 characters");
  }

  @Test
  void what_can_never_fire_is_refused_at_once() {
    for (String never :
        List.of("0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 31W 2 *", "0 0 30,31 FEB ?")) {
      assertThatExceptionOfType(InvalidCron.class)
          .isThrownBy(() -> CronExpression.parse(never))
          .withMessageContaining("it can never fire");
    }
    assertThat(CronExpression.parse("0 0 30 2 MON")).hasToString("0 0 30 2 MON");
    assertThat(CronExpression.parse("0 0 L-28 2 *")).hasToString("0 0 L-28 2 *");
  }

  @Test
  void any_text_is_read_or_refused_and_never_anything_else() {
    Random random = new Random(7);
    String letters = "0123456789*,-/?#LW@ MONJANFRI\t";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(24);
      for (int j = 0; j < length; j++) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      try {
        Schedule.of(cron(text.toString())).next(1, NEW_YEAR);
      } catch (InvalidCron e) {
        assertThat(e.column()).isBetween(1, length + 1);
      }
    }
  }

  private static void refused(String expression, String field, int column, String expected) {
    assertThatExceptionOfType(InvalidCron.class)
        .as(expression)
        .isThrownBy(() -> CronExpression.parse(expression))
        .satisfies(e -> {
          assertThat(e.field()).isEqualTo(field);
          assertThat(e.column()).isEqualTo(column);
          assertThat(e.expected()).contains(expected);
          assertThat(e).hasMessageContaining(", column " + column + ": ");
        });
  }

  private static List<Instant> next(String expression) {
    return Schedule.of(cron(expression)).next(3, NEW_YEAR).stream().map(Occurrence::at).toList();
  }

  private static List<String> days(String expression) {
    return next(expression).stream()
        .map(at -> LocalDate.ofInstant(at, ZoneOffset.UTC).toString())
        .toList();
  }
}
