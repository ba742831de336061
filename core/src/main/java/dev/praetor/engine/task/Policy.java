package dev.praetor.engine.task;

import dev.praetor.Cache;
import dev.praetor.Failure;
import dev.praetor.Retry;
import dev.praetor.Trigger;
import dev.praetor.function.F1;
import java.time.Duration;
import java.util.Optional;

/** The conditions under which a task runs, its attempts, and the replacements for its result. */
public record Policy(
    Trigger trigger,
    boolean skipOnUpstreamSkip,
    Retry retry,
    Optional<Duration> timeout,
    Optional<Duration> deadline,
    boolean atMostOnce,
    Optional<Cache> cache,
    Optional<F1<Failure, ?>> recover) {
  public static final Policy DEFAULT =
      new Policy(
          Trigger.ALL_SUCCESSFUL,
          true,
          Retry.none(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty());

  public Policy {
    timeout.ifPresent(longest -> requirePositive("a timeout", longest));
    deadline.ifPresent(longest -> requirePositive("a deadline", longest));
  }

  private static void requirePositive(String what, Duration longest) {
    if (longest.isZero() || longest.isNegative()) {
      throw new IllegalArgumentException(what + " must be longer than " + longest);
    }
  }

  public Policy withTrigger(Trigger trigger) {
    return new Policy(
        trigger, skipOnUpstreamSkip, retry, timeout, deadline, atMostOnce, cache, recover);
  }

  public Policy withSkipOnUpstreamSkip(boolean skip) {
    return new Policy(trigger, skip, retry, timeout, deadline, atMostOnce, cache, recover);
  }

  public Policy withRetry(Retry retry) {
    return new Policy(
        trigger, skipOnUpstreamSkip, retry, timeout, deadline, atMostOnce, cache, recover);
  }

  public Policy withTimeout(Duration longest) {
    return new Policy(
        trigger,
        skipOnUpstreamSkip,
        retry,
        Optional.of(longest),
        deadline,
        atMostOnce,
        cache,
        recover);
  }

  public Policy withDeadline(Duration longest) {
    return new Policy(
        trigger,
        skipOnUpstreamSkip,
        retry,
        timeout,
        Optional.of(longest),
        atMostOnce,
        cache,
        recover);
  }

  public Policy withAtMostOnce() {
    return new Policy(trigger, skipOnUpstreamSkip, retry, timeout, deadline, true, cache, recover);
  }

  public Policy withCache(Cache cache) {
    return new Policy(
        trigger,
        skipOnUpstreamSkip,
        retry,
        timeout,
        deadline,
        atMostOnce,
        Optional.of(cache),
        recover);
  }

  public Policy withRecover(F1<Failure, ?> recover) {
    return new Policy(
        trigger,
        skipOnUpstreamSkip,
        retry,
        timeout,
        deadline,
        atMostOnce,
        cache,
        Optional.of(recover));
  }
}
