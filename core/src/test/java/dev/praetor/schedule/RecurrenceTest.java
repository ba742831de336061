package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.rrule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecurrenceTest {
  private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 9, 30);
  private static final Instant NEW_YEAR = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void rules_that_a_cron_can_say_too_give_the_same_times() {
    same("FREQ=DAILY", "30 9 * * *");
    same("RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR", "30 9 * * MON,WED,FRI");
    same("freq=monthly;byday=-1FR", "30 9 * * FRIL");
    same("FREQ=MONTHLY;BYMONTHDAY=-1", "30 9 L * *");
    same("FREQ=MONTHLY;BYDAY=2TU", "30 9 ? * TUE#2");
    same("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "30 9 LW * *");
    same("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "30 9 29 2 *");
    same("FREQ=DAILY;BYHOUR=2;BYMINUTE=30", "30 2 * * *");
    same("FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,30", "0,30 1,2 * * *");
  }

  @Test
  void count_and_until_end_a_rule() {
    assertThat(times(rrule("FREQ=DAILY;COUNT=2").starting(START)))
        .containsExactly(
            Instant.parse("2026-01-01T09:30:00Z"), Instant.parse("2026-01-02T09:30:00Z"));
    assertThat(times(rrule("FREQ=DAILY;UNTIL=20260102").in("America/New_York").starting(START)))
        .containsExactly(
            Instant.parse("2026-01-01T14:30:00Z"), Instant.parse("2026-01-02T14:30:00Z"));
    assertThat(
            times(
                rrule("UNTIL=20260102T143000Z;FREQ=DAILY").in("America/New_York").starting(START)))
        .hasSize(2);
    assertThat(
            times(rrule("FREQ=DAILY;UNTIL=20260102T092959").in("America/New_York").starting(START)))
        .hasSize(1);
  }

  @Test
  void a_rule_of_hours_counts_elapsed_time_unless_it_restricts_hours_or_days() {
    Instant autumn = Instant.parse("2026-11-01T04:00:00Z");
    Schedule hourly = Schedule.of(rrule("FREQ=HOURLY").in("America/New_York").starting(START));
    assertThat(hourly.between(autumn, autumn.plus(Duration.ofHours(5)))).hasSize(5);

    Schedule nightly =
        Schedule.of(rrule("FREQ=HOURLY;BYHOUR=0,1,2").in("America/New_York").starting(START));
    assertThat(nightly.between(autumn, autumn.plus(Duration.ofHours(5)))).hasSize(3);
  }

  @Test
  void jumping_far_ahead_keeps_in_step() {
    Random random = new Random(23);
    RuleGenerator generator = new RuleGenerator(23);
    int compared = 0;
    for (int i = 0; i < 250; i++) {
      String rule = generator.rule();
      ScheduleClock clock = rrule(rule).in("Europe/Berlin").starting(START);
      Instant later = NEW_YEAR.plus(Duration.ofHours(random.nextInt(900)));
      try {
        Schedule schedule = Schedule.of(clock);
        List<Occurrence> walked =
            schedule.stream(Instant.MIN)
                .limit(20_000)
                .dropWhile(each -> !each.at().isAfter(later))
                .limit(5)
                .toList();
        if (walked.size() == 5) {
          assertThat(schedule.next(5, later)).as(rule).isEqualTo(walked);
          compared++;
        }
      } catch (InvalidSchedule e) {
        assertThat(e).hasMessageContaining("it can never fire");
      }
    }
    assertThat(compared).isGreaterThan(100);
  }

  @Test
  void long_empty_stretches_do_not_end_a_rule() {
    assertThat(times(rrule("FREQ=MINUTELY;INTERVAL=10;BYDAY=MO;BYHOUR=9").starting(START)))
        .startsWith(Instant.parse("2026-01-05T09:00:00Z"))
        .hasSize(20);
    assertThat(times(rrule("FREQ=MINUTELY;BYDAY=MO").starting(START)).getFirst())
        .isEqualTo("2026-01-05T00:00:00Z");
    assertThat(times(rrule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO").starting(START)))
        .startsWith(Instant.parse("2044-02-29T09:30:00Z"), Instant.parse("2072-02-29T09:30:00Z"));
  }

  @Test
  void wrong_rules_are_refused() {
    for (String wrong :
        List.of(
            "",
            "FREQ=NEVER",
            "BYDAY=MO",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;COUNT=2;UNTIL=20260101",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;BYHOUR=25",
            "FREQ=DAILY;COUNT=999999999",
            "FREQ=DAILY;X",
            "DTSTART:20260101\nRRULE:FREQ=DAILY",
            "FREQ=DAILY;BYMONTH=" + "1,".repeat(1000) + "1")) {
      assertThatExceptionOfType(InvalidSchedule.class).as(wrong).isThrownBy(() -> rrule(wrong));
    }
  }

  @Test
  void any_rule_that_the_rfc_allows_rises_strictly_or_can_never_fire() {
    RuleGenerator generator = new RuleGenerator(11);
    for (int i = 0; i < 600; i++) {
      String rule = generator.rule() + (i % 5 == 0 ? ";COUNT=17" : "");
      ScheduleClock clock = rrule(rule).in("America/Havana").starting(generator.start());
      try {
        List<Instant> times = times(clock);
        assertThat(times).as(rule).isSorted().doesNotHaveDuplicates();
      } catch (InvalidSchedule e) {
        assertThat(e).hasMessageContaining("it can never fire");
      }
    }
  }

  @Test
  void what_the_rfc_forbids_is_refused_with_the_reason() {
    refused("FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO is for FREQ=YEARLY only");
    refused("FREQ=DAILY;BYYEARDAY=3", "BYYEARDAY is not for FREQ=DAILY");
    refused("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY is not for FREQ=WEEKLY");
    refused("FREQ=WEEKLY;BYDAY=1MO", "BYDAY=1MO has a number");
    refused("FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "BYDAY=1MO has a number");
    refused("FREQ=DAILY;BYSETPOS=1", "BYSETPOS needs another part");
    refused("FREQ=DAILY;BYDAY=MO;BYDAY=TU", "BYDAY occurs twice");
    refused("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY contains 0");
    refused("FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO contains 54");
    refused("FREQ=MONTHLY;BYDAY=54MO", "BYDAY contains 54");
    refused("FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230 is no date");
    refused("FREQ=DAILY;WKST=XX", "WKST=XX is none of");
    refused("FREQ=DAILY;INTERVAL=99999999999", "INTERVAL contains 99999999999");
  }

  private static void refused(String rule, String reason) {
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(() -> rrule(rule))
        .withMessageContaining(rule)
        .withMessageContaining(reason);
  }

  @Test
  void dates_left_out_are_counted_all_the_same() {
    Schedule schedule =
        Schedule.of(rrule("FREQ=DAILY;COUNT=4").starting(START))
            .except(Filter.onDates(LocalDate.of(2026, 1, 2), LocalDate.of(2026, 1, 3)));
    assertThat(schedule.next(9, NEW_YEAR))
        .extracting(Occurrence::at)
        .containsExactly(
            Instant.parse("2026-01-01T09:30:00Z"), Instant.parse("2026-01-04T09:30:00Z"));
  }

  private static void same(String rule, String expression) {
    for (String zone : List.of("America/New_York", "America/Havana", "UTC")) {
      Schedule recurrence = Schedule.of(rrule(rule).in(zone).starting(START));
      Schedule cron = Schedule.of(cron(expression).in(zone).starting(START));
      assertThat(recurrence.next(500, NEW_YEAR)).as(rule).isEqualTo(cron.next(500, NEW_YEAR));
    }
  }

  private static List<Instant> times(ScheduleClock clock) {
    return Schedule.of(clock).next(20, NEW_YEAR).stream().map(Occurrence::at).toList();
  }
}
