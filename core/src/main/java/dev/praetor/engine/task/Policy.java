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
    boolean atMostOnce,
    Optional<Cache> cache,
    Optional<F1<Failure, ?>> recover) {
  public static final Policy DEFAULT =
      new Policy(
          Trigger.ALL_SUCCESSFUL,
          true,
          Retry.none(),
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty());

  public Policy {
    timeout.ifPresent(longest -> {
      if (longest.isZero() || longest.isNegative()) {
        throw new IllegalArgumentException("a timeout must be longer than " + longest);
      }
    });
  }

  public Policy withTrigger(Trigger trigger) {
    return new Policy(trigger, skipOnUpstreamSkip, retry, timeout, atMostOnce, cache, recover);
  }

  public Policy withSkipOnUpstreamSkip(boolean skip) {
    return new Policy(trigger, skip, retry, timeout, atMostOnce, cache, recover);
  }

  public Policy withRetry(Retry retry) {
    return new Policy(trigger, skipOnUpstreamSkip, retry, timeout, atMostOnce, cache, recover);
  }

  public Policy withTimeout(Duration longest) {
    return new Policy(
        trigger, skipOnUpstreamSkip, retry, Optional.of(longest), atMostOnce, cache, recover);
  }

  public Policy withAtMostOnce() {
    return new Policy(trigger, skipOnUpstreamSkip, retry, timeout, true, cache, recover);
  }

  public Policy withCache(Cache cache) {
    return new Policy(
        trigger, skipOnUpstreamSkip, retry, timeout, atMostOnce, Optional.of(cache), recover);
  }

  public Policy withRecover(F1<Failure, ?> recover) {
    return new Policy(
        trigger, skipOnUpstreamSkip, retry, timeout, atMostOnce, cache, Optional.of(recover));
  }
}
