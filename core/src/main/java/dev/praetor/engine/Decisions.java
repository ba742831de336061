package dev.praetor.engine;

import dev.praetor.Failure;
import dev.praetor.Retry;
import dev.praetor.StateType;
import dev.praetor.Trigger;
import dev.praetor.engine.task.Policy;
import java.time.Duration;

/**
 * The decisions about what happens next in a run, as pure functions: they read no clock, no
 * database and no thread.
 */
public final class Decisions {
  /** The number of retries that a task without a retry policy may request itself. */
  public static final int REQUESTED_RETRIES = 100;

  private Decisions() {}

  /** The decision about a task run whose upstreams are finished. */
  public enum Entry {
    RUN,
    SKIP_WITH_UPSTREAM,
    SKIP,
    TRIGGER_FAILED,
    PAUSE
  }

  /**
   * Applies the skip rule and then the trigger.
   *
   * @param anySkipped true if an upstream was skipped
   */
  public static Entry enter(Policy policy, UpstreamCounts upstream, boolean anySkipped) {
    return anySkipped && policy.skipOnUpstreamSkip()
        ? Entry.SKIP_WITH_UPSTREAM
        : enter(policy.trigger(), upstream);
  }

  /**
   * Applies the rule of a trigger, from counts alone. A custom trigger is evaluated by the caller.
   */
  public static Entry enter(Trigger trigger, UpstreamCounts upstream) {
    return switch (trigger) {
      case Trigger.Rule rule -> enter(rule, upstream);
      case Trigger.Count count -> {
        int n = count.failed() ? upstream.unsuccessful() : upstream.successful();
        boolean holds = upstream.total() == 0 || n >= count.min() && n <= count.max();
        yield holds ? Entry.RUN : Entry.TRIGGER_FAILED;
      }
      case Trigger.Share part -> {
        double n = part.failed() ? upstream.unsuccessful() : upstream.successful();
        double percent = upstream.total() == 0 ? 0 : 100 * n / upstream.total();
        boolean holds =
            upstream.total() == 0 || percent >= part.min().value() && percent <= part.max().value();
        yield holds ? Entry.RUN : Entry.TRIGGER_FAILED;
      }
      case Trigger.Custom _ -> Entry.RUN;
    };
  }

  private static Entry enter(Trigger.Rule rule, UpstreamCounts up) {
    if (up.total() == 0) {
      return rule == Trigger.Rule.MANUAL ? Entry.PAUSE : Entry.RUN;
    }
    boolean holds =
        switch (rule) {
          case ALL_SUCCESSFUL, NOT_ALL_SKIPPED -> up.successful() == up.total();
          case ALL_FAILED -> up.unsuccessful() == up.total();
          case ANY_FAILED -> up.unsuccessful() > 0;
          case ANY_SUCCESSFUL -> up.successful() > 0;
          case ALL_FINISHED, MANUAL -> true;
        };
    if (rule == Trigger.Rule.NOT_ALL_SKIPPED && up.skipped() == up.total()) {
      return Entry.SKIP;
    }
    if (rule == Trigger.Rule.MANUAL) {
      return Entry.PAUSE;
    }
    return holds ? Entry.RUN : Entry.TRIGGER_FAILED;
  }

  /** The step that follows a failed attempt. */
  public sealed interface AfterFailure {
    record RetryAfter(Duration delay) implements AfterFailure {}

    record Recover() implements AfterFailure {}

    record Final() implements AfterFailure {}
  }

  /**
   * Decides what follows a failed attempt.
   *
   * @param attempt the number of the failed attempt, from 1
   * @param random a number from 0 to 1, for the jitter
   */
  public static AfterFailure afterFailure(
      Policy policy, Failure failure, int attempt, double random) {
    Retry retry = policy.retry();
    if (failure.retryable() && attempt <= retry.times()) {
      return new AfterFailure.RetryAfter(retry.delay(attempt, random));
    }
    return policy.recover().isPresent() ? new AfterFailure.Recover() : new AfterFailure.Final();
  }

  /**
   * Returns whether a retry that the task itself requests is allowed. Such a retry counts as an
   * attempt.
   */
  public static boolean mayRetryOnRequest(Policy policy, int attempt) {
    int allowed = policy.retry().times() > 0 ? policy.retry().times() : REQUESTED_RETRIES;
    return attempt <= allowed;
  }

  /** Returns the state of a mapped node, derived from its finished children. */
  public static StateType ofChildren(UpstreamCounts children) {
    if (children.unsuccessful() > 0) {
      return StateType.FAILED;
    }
    if (children.cancelled() > 0) {
      return StateType.CANCELLED;
    }
    return children.total() > 0 && children.skipped() == children.total()
        ? StateType.SKIPPED
        : StateType.SUCCESS;
  }

  /** Returns the state in which a flow ends, derived from its deciding nodes. */
  public static StateType ofFlow(UpstreamCounts deciding) {
    if (deciding.unsuccessful() > 0) {
      return StateType.FAILED;
    }
    return deciding.cancelled() > 0 ? StateType.CANCELLED : StateType.SUCCESS;
  }
}
