package dev.praetor.engine.spec;

import dev.praetor.Cache;
import dev.praetor.Retry;
import dev.praetor.engine.task.TaskIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task without its code.
 *
 * @param secrets the names of the secrets its code may read
 * @param returns the name of its result type
 * @param loop whether its code is one iteration of a loop
 */
public record TaskDescription(
    TaskIdentity identity,
    List<String> secrets,
    String returns,
    boolean loop,
    Policy policy,
    OptionalInt concurrency,
    OptionalInt widthLimit) {

  /**
   * When it runs, how often it is tried, and what stands in for its result.
   *
   * @param trigger the trigger's name
   * @param retry without the types and conditions that only code knows
   * @param recovers whether a failure is turned into a value
   */
  public record Policy(
      String trigger,
      boolean skipOnUpstreamSkip,
      Retry retry,
      Optional<Duration> timeout,
      boolean atMostOnce,
      Optional<Cache.Basis> cache,
      boolean recovers) {}

  public TaskDescription {
    secrets = List.copyOf(secrets);
  }
}
