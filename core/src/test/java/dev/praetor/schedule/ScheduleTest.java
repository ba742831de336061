package dev.praetor.schedule;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.dates;
import static dev.praetor.Praetor.every;
import static dev.praetor.Praetor.rrule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Instant MONDAY = Instant.parse("2026-01-05T00:00:00Z");

  @Test
  void clocks_are_merged_in_time_order_with_their_zones_and_parameters() {
    Schedule schedule =
        Schedule.of(
            cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"),
            cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF"));

    List<Occurrence> next = schedule.next(3, MONDAY);

    assertThat(next)
        .containsExactly(
            new Occurrence(
                Instant.parse("2026-01-05T01:30:00Z"),
                ZoneId.of("America/Los_Angeles"),
                Map.of("office", "SF")),
            new Occurrence(
                Instant.parse("2026-01-05T13:30:00Z"),
                ZoneId.of("America/New_York"),
                Map.of("office", "DC")),
            new Occurrence(
                Instant.parse("2026-01-06T01:30:00Z"),
                ZoneId.of("America/Los_Angeles"),
                Map.of("office", "SF")));
  }

  @Test
  void equal_occurrences_of_several_clocks_are_one_and_different_ones_are_all_kept() {
    Schedule schedule =
        Schedule.of(
            cron("0 12 * * *").with("n", 1),
            every(Duration.ofHours(6)).with("n", 1),
            cron("0 13 * * *").in("Europe/Berlin").with("n", 2));

    assertThat(schedule.at(Instant.parse("2026-01-05T12:00:00Z")))
        .extracting(Occurrence::parameters)
        .containsExactly(Map.of("n", 1), Map.of("n", 2));
    assertThat(schedule.at(Instant.parse("2026-01-05T18:00:00Z"))).hasSize(1);
    assertThat(schedule.at(Instant.parse("2026-01-05T18:00:01Z"))).isEmpty();
  }

  @Test
  void next_is_strictly_after_and_between_includes_its_end() {
    Schedule hourly = Schedule.of(cron("@hourly"));
    Instant one = MONDAY.plus(Duration.ofHours(1));

    assertThat(instants(hourly.next(1, MONDAY))).containsExactly(one);
    assertThat(instants(hourly.next(1, MONDAY.minusNanos(1)))).containsExactly(MONDAY);
    assertThat(instants(hourly.next(1, MONDAY.plusNanos(1)))).containsExactly(one);
    assertThat(instants(hourly.between(MONDAY, one))).containsExactly(one);
    assertThat(hourly.between(one, MONDAY)).isEmpty();
    assertThat(hourly.next(0, MONDAY)).isEmpty();
    assertThat(hourly.next(1, InstantSource.fixed(MONDAY))).isEqualTo(hourly.next(1, MONDAY));
    assertThat(hourly.stream(MONDAY).limit(50)).isEqualTo(hourly.next(50, MONDAY));
    assertThatIllegalArgumentException().isThrownBy(() -> hourly.next(-1, MONDAY));
  }

  @Test
  void start_and_end_are_included_and_may_be_local() {
    ScheduleClock clock =
        cron("0 9 * * *")
            .in("America/New_York")
            .starting(LocalDateTime.of(2026, 1, 5, 9, 0))
            .ending(Instant.parse("2026-01-06T14:00:00Z"));

    assertThat(instants(Schedule.of(clock).next(9, Instant.MIN)))
        .containsExactly(
            Instant.parse("2026-01-05T14:00:00Z"), Instant.parse("2026-01-06T14:00:00Z"));
  }

  @Test
  void a_search_may_begin_at_either_end_of_time() {
    for (ScheduleClock clock :
        List.of(
            cron("0 0 29 2 *").in("Europe/Paris"),
            cron("30 2 * * *").in("America/New_York"),
            every(Duration.ofHours(5)),
            every(Duration.ofDays(3)),
            every(Duration.ofMillis(1500)),
            dates(MONDAY),
            rrule("FREQ=WEEKLY"))) {
      assertThat(Schedule.of(clock).next(1, Instant.MIN)).hasSize(1);
      assertThat(Schedule.of(clock).next(1, Instant.MAX)).isEmpty();
      Instant late = Instant.parse("9999-12-31T23:59:58Z");
      assertThat(Schedule.of(clock).next(9, late)).hasSizeLessThan(3);
      assertThat(Schedule.of(clock).adjusted(Adjustment.nextWeekday()).next(9, Instant.MAX))
          .isEmpty();
    }
  }

  @Test
  void intervals_are_counted_from_their_start_or_from_a_monday() {
    Schedule fromStart = Schedule.of(every(Duration.ofMinutes(50)).starting(MONDAY));
    assertThat(instants(fromStart.next(2, Instant.MIN)))
        .containsExactly(MONDAY, MONDAY.plus(Duration.ofMinutes(50)));

    Schedule weekly = Schedule.of(every(Duration.ofDays(7)).in("Europe/Berlin"));
    assertThat(weekly.next(1, Instant.parse("1999-12-30T00:00:00Z")).getFirst().local())
        .hasToString("2000-01-03T00:00+01:00[Europe/Berlin]");
    assertThat(instants(Schedule.of(every(Duration.ofMillis(1500))).next(2, MONDAY)))
        .containsExactly(MONDAY.plusMillis(1500), MONDAY.plusMillis(3000));
  }

  @Test
  void an_interval_that_starts_at_the_second_of_two_equal_times_begins_there() {
    Instant second = Instant.parse("2026-11-01T06:30:00Z");
    Schedule daily = Schedule.of(every(Duration.ofDays(1)).in("America/New_York").starting(second));

    assertThat(instants(daily.next(2, Instant.MIN)))
        .containsExactly(second, Instant.parse("2026-11-02T06:30:00Z"));
  }

  @Test
  void a_skipped_day_fires_at_the_first_moment_after_it() {
    Instant midnight = Instant.parse("2011-12-30T10:00:00Z");
    for (ScheduleClock clock :
        List.of(
            cron("30 8 30 12 *"),
            cron("*/10 7-9 30 12 *"),
            cron("0 20 ? 12 FRI#5"),
            dates(LocalDateTime.of(2011, 12, 30, 17, 0)),
            rrule("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYHOUR=8;BYMINUTE=0;BYSECOND=0"))) {
      assertThat(
              instants(
                  Schedule.of(clock.in("Pacific/Apia"))
                      .between(
                          midnight.minus(Duration.ofDays(2)), midnight.plus(Duration.ofDays(2)))))
          .as(clock.toString())
          .containsExactly(midnight);
    }
    Schedule hourly = Schedule.of(cron("0 * 30 12 *").in("Pacific/Apia"));
    assertThat(hourly.next(1, midnight.minus(Duration.ofDays(2))).getFirst().at())
        .isEqualTo("2012-12-29T10:00:00Z");
  }

  @Test
  void a_time_moved_out_of_a_gap_and_one_that_is_there_anyway_are_one() {
    Schedule schedule = Schedule.of(cron("0,30 2,3 * * *").in("America/New_York"));
    assertThat(
            instants(
                schedule.between(
                    Instant.parse("2026-03-08T05:00:00Z"), Instant.parse("2026-03-08T12:00:00Z"))))
        .containsExactly(
            Instant.parse("2026-03-08T07:00:00Z"), Instant.parse("2026-03-08T07:30:00Z"));
  }

  @Test
  void half_an_hour_of_daylight_saving_is_handled() {
    String lordHowe = "Australia/Lord_Howe";
    Instant spring = Instant.parse("2026-10-03T15:30:00Z");
    Schedule inGap = Schedule.of(cron("15 2 * * *").in(lordHowe));
    assertThat(inGap.next(1, spring.minus(Duration.ofHours(3))).getFirst().at()).isEqualTo(spring);

    Instant autumn = Instant.parse("2026-04-04T15:00:00Z");
    Schedule quarters = Schedule.of(cron("*/15 * * * *").in(lordHowe));
    List<Instant> around =
        instants(quarters.between(autumn.minusSeconds(3600), autumn.plusSeconds(3600)));
    assertThat(around).hasSize(8);
    assertThat(around).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void filters_see_local_time_and_keep_what_they_admit() {
    Schedule schedule =
        Schedule.of(cron("0 */6 * * *").in("America/New_York"))
            .only(Filter.weekdays())
            .only(Filter.betweenTimes(LocalTime.of(18, 0), LocalTime.of(6, 0)))
            .except(Filter.onDates(LocalDate.of(2026, 1, 6)));

    assertThat(schedule.next(4, MONDAY).stream().map(each -> each.local().toLocalDateTime()))
        .containsExactly(
            LocalDateTime.of(2026, 1, 5, 0, 0),
            LocalDateTime.of(2026, 1, 5, 6, 0),
            LocalDateTime.of(2026, 1, 5, 18, 0),
            LocalDateTime.of(2026, 1, 7, 0, 0));
  }

  @Test
  void moved_times_are_sorted_and_come_once() {
    Schedule daily = Schedule.of(cron("0 9 * * *")).adjusted(Adjustment.nextWeekday());
    assertThat(daily.next(3, Instant.parse("2026-01-09T09:00:00Z")).stream().map(Occurrence::at))
        .containsExactly(
            Instant.parse("2026-01-12T09:00:00Z"),
            Instant.parse("2026-01-13T09:00:00Z"),
            Instant.parse("2026-01-14T09:00:00Z"));

    Schedule mixed =
        Schedule.of(cron("0 9 * * SAT").with("n", 1), cron("0 8 * * MON").with("n", 2))
            .adjusted(Adjustment.nextWeekday());
    assertThat(instants(mixed.next(4, MONDAY))).isSorted().hasSize(4);
  }

  @Test
  void nothing_moved_to_before_the_question_is_given_and_nothing_moved_past_it_is_lost() {
    for (Duration by :
        List.of(
            Duration.ofDays(-3), Duration.ofHours(-30), Duration.ofDays(2), Duration.ofHours(7))) {
      Schedule plain = Schedule.of(cron("0 9 * * *").in("Europe/Berlin"));
      Schedule moved = plain.adjusted(Adjustment.shift(by));
      Instant after = Instant.parse("2026-03-27T09:30:00Z");
      List<Instant> expected =
          plain.between(after.minus(Duration.ofDays(9)), after.plus(Duration.ofDays(9))).stream()
              .map(each -> Adjustment.shift(by).move(each.at(), each.zone()))
              .filter(at -> at.isAfter(after))
              .limit(4)
              .toList();
      assertThat(instants(moved.next(4, after))).as("%s", by).isEqualTo(expected);
    }
  }

  @Test
  void a_shift_by_whole_days_keeps_local_time() {
    Schedule schedule =
        Schedule.of(cron("30 8 * * SAT").in("America/New_York"))
            .adjusted(Adjustment.shift(Duration.ofDays(1)));
    assertThat(schedule.next(1, Instant.parse("2026-03-07T00:00:00Z")).getFirst().local())
        .hasToString("2026-03-08T08:30-04:00[America/New_York]");
  }

  @Test
  void a_clock_that_can_never_fire_is_refused_when_the_schedule_is_built() {
    never(() -> Schedule.of(cron("0 9 * * SAT")).only(Filter.weekdays()));
    never(() -> Schedule.of(cron("0 9 * * *")).only(Filter.weekdays()).only(Filter.weekends()));
    never(() ->
        Schedule.of(cron("0 9 * * *"))
            .only(Filter.betweenTimes(LocalTime.of(10, 0), LocalTime.of(8, 0))));
    never(() -> Schedule.of(cron("0 0 29 2 *").starting(MONDAY).ending(MONDAY.plusSeconds(9))));
    never(() -> Schedule.of(cron("@daily").starting(MONDAY).ending(MONDAY.minusSeconds(1))));
    never(() -> Schedule.of(dates(MONDAY).starting(MONDAY.plusSeconds(1))));
    never(() ->
        Schedule.of(cron("@daily"), cron("0 9 * * SAT")).only(Filter.weekdays().negate().negate()));
    never(() -> Schedule.of(rrule("FREQ=DAILY;UNTIL=20250101T000000Z").starting(MONDAY)));
    never(() -> Schedule.of(rrule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")));
    assertThatExceptionOfType(InvalidSchedule.class).isThrownBy(Schedule::of);
  }

  @Test
  void what_fires_only_out_of_a_gap_is_not_refused() {
    Schedule once =
        Schedule.of(cron("30 2 * * *").in("Europe/Berlin"))
            .only(Filter.betweenTimes(LocalTime.of(3, 0), LocalTime.of(3, 10)));
    assertThat(once.next(1, MONDAY).getFirst().at()).isEqualTo("2026-03-29T01:00:00Z");
  }

  @Test
  void a_rare_time_behind_a_filter_is_found_quickly() {
    Schedule rare =
        Schedule.of(cron("* * * * * *"))
            .only(Filter.monthEnd())
            .only(Filter.daysOfWeek(DayOfWeek.SUNDAY))
            .only(Filter.betweenDates(MonthDay.of(2, 29), MonthDay.of(2, 29)))
            .only(Filter.betweenTimes(LocalTime.of(12, 0), LocalTime.of(12, 0)));
    assertThat(instants(rare.next(2, MONDAY)))
        .containsExactly(
            Instant.parse("2032-02-29T12:00:00Z"), Instant.parse("2060-02-29T12:00:00Z"));
  }

  @Test
  void catching_up_is_a_pure_question() {
    Schedule schedule =
        Schedule.of(
            cron("0 8 * * *").with("office", "DC"),
            cron("0 17 * * *").with("office", "SF"),
            cron("0 10 5 * *").with("office", "DC"));
    Instant now = MONDAY.plus(Duration.ofHours(60));

    assertThat(schedule.withCatchUp(CatchUp.none()).missed(MONDAY, now)).isEmpty();
    assertThat(instants(schedule.missed(MONDAY, now)))
        .containsExactly(
            Instant.parse("2026-01-06T17:00:00Z"), Instant.parse("2026-01-07T08:00:00Z"));
    assertThat(schedule.withCatchUp(CatchUp.all()).missed(MONDAY, now))
        .isEqualTo(schedule.between(MONDAY, now))
        .hasSize(6);
    assertThat(
            instants(
                schedule.withCatchUp(CatchUp.within(Duration.ofHours(19))).missed(MONDAY, now)))
        .containsExactly(
            Instant.parse("2026-01-06T17:00:00Z"), Instant.parse("2026-01-07T08:00:00Z"));
    assertThat(schedule.missed(now, MONDAY)).isEmpty();
  }

  @Test
  void catching_up_after_years_costs_little_and_too_much_of_it_is_refused() {
    Schedule everySecond = Schedule.of(cron("* * * * * *"));
    Instant longAgo = Instant.parse("1990-01-01T00:00:00Z");

    assertThat(instants(everySecond.missed(longAgo, MONDAY))).containsExactly(MONDAY);
    assertThat(instants(everySecond.missed(Instant.MIN, MONDAY))).containsExactly(MONDAY);
    assertThatExceptionOfType(ScheduleSearchGaveUp.class)
        .isThrownBy(() -> everySecond.withCatchUp(CatchUp.all()).missed(longAgo, MONDAY))
        .withMessageContaining("100,000");
  }

  @Test
  void zones_are_regions() {
    assertThat(cron("@daily").terms().zone()).hasToString("UTC");
    assertThat(cron("@daily").in(ZoneOffset.UTC).terms().zone()).hasToString("UTC");
    for (String wrong : List.of("+02:00", "Mars/Base", "UTC+2", "", "../etc", "PST")) {
      assertThatExceptionOfType(InvalidSchedule.class)
          .as(wrong)
          .isThrownBy(() -> cron("@daily").in(wrong))
          .withMessageContaining("give a region id");
    }
    ZoneId.getAvailableZoneIds().forEach(id -> cron("@daily").in(id));
  }

  @Test
  void parameters_are_json_values_in_one_form() {
    ScheduleClock clock =
        cron("@daily").with("a", 5L).with("b", 1L << 40).with("c", 1.5f).with("d", List.of(1, "x"));
    assertThat(clock.terms().parameters())
        .isEqualTo(Map.of("a", 5, "b", 1L << 40, "c", 1.5, "d", List.of(1, "x")));
    for (Object wrong : List.of(LocalDate.EPOCH, Double.NaN, Map.of(1, 2), List.of(new Object()))) {
      assertThatExceptionOfType(InvalidSchedule.class)
          .isThrownBy(() -> cron("@daily").with("p", wrong))
          .withMessageContaining("parameter \"p");
    }
  }

  @Test
  void every_schedule_has_a_sentence() {
    assertThat(Schedule.of(cron("30 8 * * MON-FRI").in("America/New_York")).explain())
        .isEqualTo("at 08:30 on Monday to Friday, New York time");
    assertThat(
            Schedule.of(
                    cron("*/15 9-17 * * *").with("office", "DC"),
                    every(Duration.ofDays(1)).in("Europe/Berlin"))
                .except(Filter.onDates(LocalDate.of(2026, 12, 25)))
                .adjusted(Adjustment.nextWeekday())
                .withOverlap(Overlap.SKIP)
                .explain())
        .isEqualTo(
            "every 15 minutes from 09:00 to 17:45, UTC, with office DC; and every day at 00:00,"
                + " Berlin time; only not on 2026-12-25; Saturdays and Sundays move to Monday;"
                + " skipped while an earlier run is in progress");
    ExpressionGenerator generator = new ExpressionGenerator(3);
    for (int i = 0; i < 2000; i++) {
      String expression = i % 2 == 0 ? generator.plain() : generator.special();
      try {
        assertThat(Schedule.of(cron(expression)).explain())
            .as(expression)
            .endsWith(", UTC")
            .doesNotContain("  ", " ,", "null");
      } catch (InvalidCron e) {
        assertThat(e).hasMessageContaining("never");
      }
    }
  }

  private static void never(ThrowingCallable building) {
    assertThatExceptionOfType(InvalidSchedule.class)
        .isThrownBy(building)
        .withMessageContaining("it can never fire");
  }

  private static List<Instant> instants(List<Occurrence> occurrences) {
    return occurrences.stream().map(Occurrence::at).toList();
  }
}
