package dev.praetor.embedded.serve;

import static dev.praetor.Praetor.every;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.schedule.CatchUp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleProgressTest {
  private static final Instant NOON = Instant.parse("2026-03-06T12:00:00Z");
  private static final Schedule EVERY_FIVE_SECONDS =
      Schedule.of(
          every(Duration.ofSeconds(5)).starting(LocalDateTime.ofInstant(NOON, ZoneOffset.UTC)));

  private final ScheduleProgress atNoon = ScheduleProgress.startingAt(NOON);

  private static List<Long> seconds(ScheduleProgress.Step step) {
    return step.due().stream()
        .map(Occurrence::at)
        .map(at -> Duration.between(NOON, at).toSeconds())
        .toList();
  }

  private static Instant after(long seconds) {
    return NOON.plusSeconds(seconds);
  }

  @Test
  void every_occurrence_is_due_once_while_the_process_is_awake() {
    List<Long> made = new ArrayList<>();
    ScheduleProgress progress = atNoon;
    for (int second = 1; second <= 21; second++) {
      ScheduleProgress.Step step = progress.at(after(second), EVERY_FIVE_SECONDS);
      assertThat(step.passedOver()).isZero();
      made.addAll(seconds(step));
      progress = step.after();
    }
    assertThat(made).containsExactly(5L, 10L, 15L, 20L);
  }

  @Test
  void after_an_absence_the_newest_missed_occurrence_is_made_up_by_default() {
    ScheduleProgress.Step step = atNoon.at(after(42), EVERY_FIVE_SECONDS);
    assertThat(seconds(step)).containsExactly(40L);
    assertThat(step.passedOver()).isEqualTo(7);
    assertThat(seconds(step.after().at(after(43), EVERY_FIVE_SECONDS))).isEmpty();
    assertThat(seconds(step.after().at(after(45), EVERY_FIVE_SECONDS))).containsExactly(45L);
  }

  @Test
  void the_catch_up_rule_decides_what_is_made_up() {
    assertThat(seconds(atNoon.at(after(22), EVERY_FIVE_SECONDS.withCatchUp(CatchUp.all()))))
        .containsExactly(5L, 10L, 15L, 20L);
    assertThat(seconds(atNoon.at(after(22), EVERY_FIVE_SECONDS.withCatchUp(CatchUp.none()))))
        .isEmpty();
    assertThat(
            seconds(
                atNoon.at(
                    after(22),
                    EVERY_FIVE_SECONDS.withCatchUp(CatchUp.within(Duration.ofSeconds(10))))))
        .containsExactly(15L, 20L);
  }

  @Test
  void a_clock_set_forward_is_an_absence() {
    ScheduleProgress awake = atNoon.at(after(1), EVERY_FIVE_SECONDS).after();
    ScheduleProgress.Step step = awake.at(after(601), EVERY_FIVE_SECONDS);
    assertThat(seconds(step)).containsExactly(600L);
    assertThat(step.passedOver()).isEqualTo(119);
  }

  @Test
  void a_clock_set_back_makes_nothing_due_a_second_time() {
    ScheduleProgress.Step before = atNoon.at(after(3), EVERY_FIVE_SECONDS);
    before = before.after().at(after(6), EVERY_FIVE_SECONDS);
    assertThat(seconds(before)).containsExactly(5L);
    ScheduleProgress progress = before.after();
    for (int second = -600; second < 6; second += 2) {
      ScheduleProgress.Step step = progress.at(after(second), EVERY_FIVE_SECONDS);
      assertThat(step.due()).isEmpty();
      progress = step.after();
    }
    progress = progress.at(after(8), EVERY_FIVE_SECONDS).after();
    assertThat(seconds(progress.at(after(10), EVERY_FIVE_SECONDS))).containsExactly(10L);
  }

  @Test
  void a_process_continues_after_the_last_instant_that_any_process_handled() {
    ScheduleProgress later = new ScheduleProgress(after(10), after(10));
    assertThat(seconds(later.at(after(12), EVERY_FIVE_SECONDS))).isEmpty();
    assertThat(seconds(later.at(after(3612), EVERY_FIVE_SECONDS))).containsExactly(3610L);
    ScheduleProgress beforeClockWasSetBack = new ScheduleProgress(after(3600), after(3600));
    assertThat(beforeClockWasSetBack.at(after(12), EVERY_FIVE_SECONDS).due()).isEmpty();
  }

  @Test
  void years_of_absence_are_counted_up_to_a_limit() {
    ScheduleProgress.Step step = atNoon.at(after(500_000_000), EVERY_FIVE_SECONDS);
    assertThat(seconds(step)).containsExactly(500_000_000L);
    assertThat(step.passedOver()).isEqualTo(10_000);
  }
}
