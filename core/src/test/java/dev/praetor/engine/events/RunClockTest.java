package dev.praetor.engine.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.engine.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class RunClockTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private final Machine machine = new Machine();
  private final RunClock clock = new RunClock(machine, Instant.MIN);

  /** A machine whose date can be adjusted. */
  private static final class Machine implements Timekeeper {
    private Instant date = NOON;
    private long nanos;

    void pass(Duration time) {
      date = date.plus(time);
      nanos += time.toNanos();
    }

    @Override
    public Instant instant() {
      return date;
    }

    @Override
    public long nanos() {
      return nanos;
    }

    @Override
    public Alarm alarm(Runnable wake) {
      throw new UnsupportedOperationException("a clock that is only read");
    }
  }

  @Test
  void the_time_passes_as_on_the_machine() {
    machine.pass(Duration.ofMinutes(3));
    assertThat(clock.now()).isEqualTo(NOON.plus(3, ChronoUnit.MINUTES));
  }

  @Test
  void the_time_has_whole_microseconds() {
    machine.pass(Duration.ofNanos(1_234_567));
    assertThat(clock.now()).isEqualTo(NOON.plus(1_234, ChronoUnit.MICROS));
    machine.date = machine.date.plusNanos(98_765_433);
    assertThat(clock.now()).isEqualTo(NOON.plus(100_000, ChronoUnit.MICROS));
  }

  @Test
  void a_date_that_is_set_forward_is_followed() {
    machine.date = NOON.plus(1, ChronoUnit.HOURS);
    assertThat(clock.now()).isEqualTo(NOON.plus(1, ChronoUnit.HOURS));
    machine.pass(Duration.ofSeconds(5));
    assertThat(clock.now()).isEqualTo(NOON.plus(3605, ChronoUnit.SECONDS));
  }

  @Test
  void a_date_that_is_set_back_is_not_followed() {
    machine.pass(Duration.ofSeconds(5));
    machine.date = NOON.minus(1, ChronoUnit.HOURS);
    assertThat(clock.now()).isEqualTo(NOON.plus(5, ChronoUnit.SECONDS));
    machine.pass(Duration.ofSeconds(2));
    assertThat(clock.now()).isEqualTo(NOON.plus(7, ChronoUnit.SECONDS));
  }

  @Test
  void dates_at_both_ends_of_time_can_be_set() {
    machine.date = Instant.MIN;
    assertThat(clock.now()).isEqualTo(NOON);
    machine.date = Instant.MAX;
    assertThat(clock.now()).isEqualTo(Instant.MAX.truncatedTo(ChronoUnit.MICROS));
  }

  @Test
  void the_time_does_not_go_before_a_time_recorded_earlier() {
    Instant recorded = NOON.plus(1, ChronoUnit.HOURS);
    assertThat(new RunClock(machine, recorded).now()).isEqualTo(recorded);
  }
}
