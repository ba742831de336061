package dev.praetor.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FilterTest {

  @Test
  void parts_of_the_year_and_the_day_include_their_ends_and_may_wrap() {
    Filter winter = Filter.betweenDates(MonthDay.of(12, 24), MonthDay.of(1, 6));
    assertThat(admitted(winter, "2026-12-24T00:00", "2026-01-06T23:59", "2026-01-01T00:00"))
        .isTrue();
    assertThat(refused(winter, "2026-12-23T23:59", "2026-01-07T00:00", "2026-06-01T00:00"))
        .isTrue();

    Filter allButADay = Filter.betweenDates(MonthDay.of(6, 20), MonthDay.of(6, 18));
    assertThat(admitted(allButADay, "2026-06-18T00:00", "2026-06-20T00:00")).isTrue();
    assertThat(refused(allButADay, "2026-06-19T12:00")).isTrue();

    Filter night = Filter.betweenTimes(LocalTime.of(22, 0), LocalTime.of(6, 0));
    assertThat(admitted(night, "2026-01-01T22:00", "2026-01-01T06:00", "2026-01-01T00:00"))
        .isTrue();
    assertThat(refused(night, "2026-01-01T21:59", "2026-01-01T06:00:00.000000001")).isTrue();
  }

  @Test
  void the_answer_stays_for_as_long_as_is_said() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      Filter filter = filter(random, 3);
      LocalDateTime at = LocalDateTime.of(2024, 1, 1, 0, 0).plusMinutes(random.nextInt(1_500_000));
      for (int step = 0; step < 12; step++) {
        LocalDateTime until = filter.unchangedUntil(at);
        assertThat(until).as("%s from %s", filter, at).isAfter(at);
        boolean now = filter.admits(at);
        LocalDateTime last = until.isBefore(at.plusDays(40)) ? until : at.plusDays(40);
        for (LocalDateTime probe = at; probe.isBefore(last); probe = probe.plusMinutes(13)) {
          assertThat(filter.admits(probe)).as("%s from %s at %s", filter, at, probe).isEqualTo(now);
        }
        assertThat(filter.admits(last.minusNanos(1))).as("%s at %s", filter, last).isEqualTo(now);
        at = last;
      }
    }
  }

  @Test
  void filters_that_would_be_empty_are_refused() {
    assertThatExceptionOfType(InvalidSchedule.class).isThrownBy(Filter::daysOfWeek);
    assertThatExceptionOfType(InvalidSchedule.class).isThrownBy(() -> Filter.onDates(List.of()));
    assertThatExceptionOfType(InvalidSchedule.class).isThrownBy(() -> new Filter.AnyOf(List.of()));
  }

  @Test
  void joining_keeps_one_level_and_a_double_no_is_a_yes() {
    Filter one = Filter.weekdays();
    Filter two = Filter.monthEnd();
    assertThat(one.and(two).and(one)).isEqualTo(new Filter.AllOf(List.of(one, two, one)));
    assertThat(one.or(two).or(one)).isEqualTo(new Filter.AnyOf(List.of(one, two, one)));
    assertThat(Filter.not(Filter.not(one))).isEqualTo(one);
  }

  static Filter filter(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> Filter.weekdays();
      case 1 -> Filter.daysOfWeek(DayOfWeek.of(1 + random.nextInt(7)), DayOfWeek.SUNDAY);
      case 2 -> Filter.monthStart();
      case 3 -> Filter.monthEnd();
      case 4 -> Filter.betweenDates(day(random), day(random));
      case 5 -> Filter.betweenTimes(time(random), time(random));
      case 6 -> Filter.onDates(date(random), date(random), date(random));
      case 7 -> filter(random, depth - 1).and(filter(random, depth - 1));
      case 8 -> filter(random, depth - 1).or(filter(random, depth - 1));
      default -> filter(random, depth - 1).negate();
    };
  }

  private static MonthDay day(Random random) {
    return random.nextInt(8) == 0
        ? MonthDay.of(2, 29)
        : MonthDay.of(1 + random.nextInt(12), 1 + random.nextInt(28));
  }

  private static LocalTime time(Random random) {
    return random.nextInt(8) == 0
        ? LocalTime.MAX
        : LocalTime.MIDNIGHT.plus(Duration.ofMinutes(random.nextInt(1440)));
  }

  private static LocalDate date(Random random) {
    return LocalDate.of(2024, 1, 1).plusDays(random.nextInt(900));
  }

  private static boolean admitted(Filter filter, String... times) {
    return List.of(times).stream().map(LocalDateTime::parse).allMatch(filter::admits);
  }

  private static boolean refused(Filter filter, String... times) {
    return List.of(times).stream().map(LocalDateTime::parse).noneMatch(filter::admits);
  }
}
