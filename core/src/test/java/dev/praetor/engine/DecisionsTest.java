package dev.praetor.engine;

import static dev.praetor.StateType.CACHED;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.CRASHED;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static dev.praetor.Trigger.someFailed;
import static dev.praetor.Trigger.someSuccessful;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Failure;
import dev.praetor.Percentage;
import dev.praetor.Retry;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.Decisions.AfterFailure;
import dev.praetor.engine.Decisions.Entry;
import dev.praetor.engine.task.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DecisionsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The states of some finished runs, and their counts. */
  record Ends(List<StateType> types) {
    static Ends of(StateType... types) {
      return new Ends(List.of(types));
    }

    UpstreamCounts counts() {
      return types.stream()
          .map(UpstreamCounts::of)
          .reduce(UpstreamCounts.NONE, UpstreamCounts::plus);
    }

    @Override
    public String toString() {
      return types.toString();
    }
  }

  private static final List<Ends> UPSTREAMS =
      List.of(
          Ends.of(),
          Ends.of(SUCCESS),
          Ends.of(CACHED, SUCCESS),
          Ends.of(FAILED),
          Ends.of(TRIGGER_FAILED, TIMED_OUT, CRASHED),
          Ends.of(SUCCESS, FAILED),
          Ends.of(SKIPPED, SKIPPED),
          Ends.of(SKIPPED, SUCCESS),
          Ends.of(SKIPPED, FAILED),
          Ends.of(CANCELLED),
          Ends.of(CANCELLED, SUCCESS));

  /**
   * The decisions of a trigger on each of {@link #UPSTREAMS}, as the first letters of the
   * {@linkplain Decisions.Entry entries}.
   */
  record Row(Trigger trigger, String decided) {
    @Override
    public String toString() {
      return trigger.name();
    }
  }

  static List<Row> triggers() {
    return List.of(
        new Row(Trigger.ALL_SUCCESSFUL, "RRRTTTRRTTT"),
        new Row(Trigger.NOT_ALL_SKIPPED, "RRRTTTSRTTT"),
        new Row(Trigger.ALL_FAILED, "RTTRRTTTTTT"),
        new Row(Trigger.ANY_FAILED, "RTTRRRTTRTT"),
        new Row(Trigger.ANY_SUCCESSFUL, "RRRTTRRRRTR"),
        new Row(Trigger.ALL_FINISHED, "RRRRRRRRRRR"),
        new Row(Trigger.MANUAL, "PPPPPPPPPPP"),
        new Row(someFailed(1, 2), "RTTRTRTTRTT"),
        new Row(someSuccessful(2, 2), "RTRTTTRRTTT"),
        new Row(someFailed(Percentage.of(50), Percentage.of(99)), "RTTTTRTTRTT"),
        new Row(someSuccessful(Percentage.of(50), Percentage.of(100)), "RRRTTRRRRTR"),
        new Row(Trigger.of("evaluated elsewhere", states -> false), "RRRRRRRRRRR"));
  }

  @ParameterizedTest
  @MethodSource("triggers")
  void a_trigger_decides_from_counts_alone(Row row) {
    String decided =
        UPSTREAMS.stream()
            .map(upstream -> Decisions.enter(row.trigger(), upstream.counts()))
            .map(entry -> entry.name().substring(0, 1))
            .collect(Collectors.joining());
    assertThat(decided).isEqualTo(row.decided());
  }

  @Test
  void an_upstream_that_was_skipped_comes_before_any_trigger() {
    UpstreamCounts one = Ends.of(SKIPPED, SUCCESS).counts();
    for (Row row : triggers()) {
      Policy policy = Policy.DEFAULT.withTrigger(row.trigger());
      assertThat(Decisions.enter(policy, one, true)).isEqualTo(Entry.SKIP_WITH_UPSTREAM);
      assertThat(Decisions.enter(policy.withSkipOnUpstreamSkip(false), one, true))
          .isEqualTo(Decisions.enter(row.trigger(), one));
      assertThat(Decisions.enter(policy, one, false))
          .isEqualTo(Decisions.enter(row.trigger(), one));
    }
  }

  private static Failure failure(boolean retryable) {
    return new Failure("java.io.IOException", "lost", "", Optional.empty(), retryable);
  }

  @Test
  void a_failure_is_retried_while_the_policy_has_retries_left() {
    Policy policy = Policy.DEFAULT.withRetry(Retry.times(2).after(MINUTE, MINUTE.multipliedBy(5)));
    assertThat(Decisions.afterFailure(policy, failure(true), 1, 0.5))
        .isEqualTo(new AfterFailure.RetryAfter(MINUTE));
    assertThat(Decisions.afterFailure(policy, failure(true), 2, 0.5))
        .isEqualTo(new AfterFailure.RetryAfter(MINUTE.multipliedBy(5)));
    assertThat(Decisions.afterFailure(policy, failure(true), 3, 0.5))
        .isEqualTo(new AfterFailure.Final());
    assertThat(Decisions.afterFailure(policy, failure(false), 1, 0.5))
        .isEqualTo(new AfterFailure.Final());
    assertThat(Decisions.afterFailure(Policy.DEFAULT, failure(true), 1, 0.5))
        .isEqualTo(new AfterFailure.Final());
  }

  @Test
  void jitter_moves_a_retry_by_the_random_number_it_is_given() {
    Policy policy = Policy.DEFAULT.withRetry(Retry.times(1).every(MINUTE).jitter(0.5));
    assertThat(Decisions.afterFailure(policy, failure(true), 1, 0))
        .isEqualTo(new AfterFailure.RetryAfter(Duration.ofSeconds(30)));
    assertThat(Decisions.afterFailure(policy, failure(true), 1, 1))
        .isEqualTo(new AfterFailure.RetryAfter(Duration.ofSeconds(90)));
  }

  @Test
  void recovery_comes_when_no_retry_is_left() {
    Policy policy = Policy.DEFAULT.withRetry(Retry.times(1)).withRecover(failure -> 0);
    assertThat(Decisions.afterFailure(policy, failure(true), 1, 0.5))
        .isEqualTo(new AfterFailure.RetryAfter(Duration.ZERO));
    assertThat(Decisions.afterFailure(policy, failure(true), 2, 0.5))
        .isEqualTo(new AfterFailure.Recover());
    assertThat(Decisions.afterFailure(policy, failure(false), 1, 0.5))
        .isEqualTo(new AfterFailure.Recover());
  }

  @Test
  void a_task_may_request_the_retries_of_its_policy_or_a_hundred_without_one() {
    Policy twice = Policy.DEFAULT.withRetry(Retry.times(2));
    assertThat(Decisions.mayRetryOnRequest(twice, 2)).isTrue();
    assertThat(Decisions.mayRetryOnRequest(twice, 3)).isFalse();
    assertThat(Decisions.mayRetryOnRequest(Policy.DEFAULT, Decisions.REQUESTED_RETRIES)).isTrue();
    assertThat(Decisions.mayRetryOnRequest(Policy.DEFAULT, Decisions.REQUESTED_RETRIES + 1))
        .isFalse();
  }

  /**
   * The states of some runs, and the resulting states of a mapped node and of a flow that contain
   * them.
   */
  record Whole(Ends ends, StateType mapped, StateType flow) {}

  static List<Whole> wholes() {
    return List.of(
        new Whole(Ends.of(), SUCCESS, SUCCESS),
        new Whole(Ends.of(SUCCESS, CACHED), SUCCESS, SUCCESS),
        new Whole(Ends.of(SUCCESS, SKIPPED), SUCCESS, SUCCESS),
        new Whole(Ends.of(SKIPPED, SKIPPED), SKIPPED, SUCCESS),
        new Whole(Ends.of(SUCCESS, FAILED), FAILED, FAILED),
        new Whole(Ends.of(CANCELLED, TIMED_OUT), FAILED, FAILED),
        new Whole(Ends.of(CRASHED, SUCCESS), FAILED, FAILED),
        new Whole(Ends.of(TRIGGER_FAILED, SKIPPED), FAILED, FAILED),
        new Whole(Ends.of(CANCELLED, SUCCESS), CANCELLED, CANCELLED),
        new Whole(Ends.of(CANCELLED, SKIPPED), CANCELLED, CANCELLED));
  }

  @ParameterizedTest
  @MethodSource("wholes")
  void a_mapped_node_and_a_flow_end_as_their_contents_do(Whole whole) {
    assertThat(Decisions.ofChildren(whole.ends().counts())).isEqualTo(whole.mapped());
    assertThat(Decisions.ofFlow(whole.ends().counts())).isEqualTo(whole.flow());
  }

  @Test
  void counts_by_type_are_those_of_each_added_up() {
    int[] byType = new int[StateType.values().length];
    UpstreamCounts sum = UpstreamCounts.NONE;
    for (StateType type : StateType.values()) {
      byType[type.ordinal()] = 2;
      sum = sum.plus(UpstreamCounts.of(type)).plus(UpstreamCounts.of(type));
    }
    assertThat(UpstreamCounts.of(byType)).isEqualTo(sum);
    assertThat(sum).isEqualTo(new UpstreamCounts(32, 6, 2, 8, 2));
  }
}
