package dev.praetor.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The waits after failed attempts to log in. */
class LogInLimitsTest {
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.EPOCH);
  private final LogInLimits limits = new LogInLimits(time::get);

  private void pass(Duration span) {
    time.set(time.get().plus(span));
  }

  private Duration wait(String name, String address) {
    return limits.begin(name, address).orElse(Duration.ZERO);
  }

  @Test
  void the_wait_for_a_name_doubles_up_to_a_minute() {
    for (int i = 0; i < 5; i++) {
      assertThat(wait("ann", "a" + i)).isZero();
    }
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(wait("ann", "b")).isEqualTo(Duration.ofSeconds(seconds));
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(wait("ann", "b")).isEqualTo(Duration.ofMillis(1));
      pass(Duration.ofMillis(1));
      assertThat(wait("ann", "c" + seconds)).isZero();
    }
  }

  @Test
  void the_wait_for_an_address_doubles_up_to_a_quarter_of_an_hour() {
    for (int i = 0; i < 20; i++) {
      assertThat(wait("name" + i, "a")).isZero();
    }
    Duration longest = Duration.ZERO;
    for (int i = 0; i < 12; i++) {
      Duration next = wait("other" + i, "a");
      assertThat(next).isGreaterThanOrEqualTo(longest);
      longest = next;
      pass(next);
      assertThat(wait("other" + i, "a")).isZero();
    }
    assertThat(longest).isEqualTo(Duration.ofMinutes(15));
    assertThat(wait("ann", "b")).isZero();
  }

  @Test
  void of_a_long_name_only_the_beginning_is_kept() {
    String beginning = "n".repeat(100);
    for (int i = 0; i < 5; i++) {
      assertThat(wait(beginning + "x".repeat(1_000 * i), "a" + i)).isZero();
    }
    assertThat(wait(beginning + "y", "b")).isEqualTo(Duration.ofSeconds(1));
    limits.succeeded(beginning + "z", "b");
    assertThat(wait(beginning, "b")).isZero();
  }

  @Test
  void an_attempt_that_succeeds_does_not_count() {
    for (int i = 0; i < 100; i++) {
      assertThat(wait("ann", "a")).isZero();
      limits.succeeded("ann", "a");
    }
  }

  @Test
  void an_attempt_counts_before_its_end_so_that_many_at_once_count() {
    for (int i = 0; i < 5; i++) {
      assertThat(wait("ann", "a")).isZero();
    }
    assertThat(wait("ann", "a")).isPositive();
  }

  @Test
  void a_success_of_another_name_does_not_free_an_address() {
    for (int i = 0; i < 20; i++) {
      assertThat(wait("name" + i, "a")).isZero();
    }
    pass(Duration.ofSeconds(1));
    assertThat(wait("mine", "a")).isZero();
    limits.succeeded("mine", "a");
    assertThat(wait("mine", "a")).isPositive();
  }

  @Test
  void failures_are_forgotten_after_an_hour_and_the_oldest_when_there_are_too_many() {
    for (int i = 0; i < 5; i++) {
      assertThat(wait("ann", "a" + i)).isZero();
    }
    pass(Duration.ofHours(1));
    for (int i = 0; i < 5; i++) {
      assertThat(wait("ann", "b" + i)).isZero();
    }
    assertThat(wait("ann", "c")).isPositive();
    for (int i = 0; i < 10_000; i++) {
      assertThat(wait("name" + i, "address" + i)).isZero();
    }
    assertThat(wait("ann", "c")).isZero();
  }
}
