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
 * @param loop true if the task is a loop, of which its code is one iteration
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
   * The conditions under which a task runs, its attempts, and the replacements for its result.
   *
   * @param trigger the trigger's name
   * @param retry the retry policy without its exception types and condition, which exist only in
   *     code
   * @param cache the basis of the cache key; absent if results are not cached
   * @param recovers true if a failure is turned into a value
   */
  public record Policy(
      String trigger,
      boolean skipOnUpstreamSkip,
      Retry retry,
      Optional<Duration> timeout,
      Optional<Duration> deadline,
      boolean atMostOnce,
      Optional<Cache.Basis> cache,
      boolean recovers) {}

  public TaskDescription {
    secrets = List.copyOf(secrets);
  }
}
