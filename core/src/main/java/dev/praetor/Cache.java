package dev.praetor;

import dev.praetor.function.F1;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether a task run may take the result of an earlier one instead of running. Off unless a task
 * says {@code .cached(…)}; failures and skips are never kept.
 *
 * <pre>{@code
 * Task.of(rates::load).cached(Cache.byInputs().forAtMost(ofHours(1)))
 * }</pre>
 *
 * @param basis what has to be the same, besides the task's name and version
 * @param key for {@link Basis#KEY}: the author's own key, from the task's inputs in order
 * @param longest how old an entry may be; empty means any age
 * @param exclusive whether of several runs with one key only one computes, while the others wait
 */
public record Cache(
    Basis basis,
    Optional<F1<java.util.List<Object>, String>> key,
    Optional<Duration> longest,
    boolean exclusive) {

  /** What makes two runs the same. */
  public enum Basis {
    INPUTS,
    PARAMETERS,
    RUN,
    KEY
  }

  public Cache {
    longest.ifPresent(age -> {
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("a cache entry must live longer than " + age);
      }
    });
  }

  /** Runs with equal inputs share a result. */
  public static Cache byInputs() {
    return new Cache(Basis.INPUTS, Optional.empty(), Optional.empty(), false);
  }

  /** Runs of flows with equal parameters share a result. */
  public static Cache byParameters() {
    return new Cache(Basis.PARAMETERS, Optional.empty(), Optional.empty(), false);
  }

  /** Task runs within one flow run share a result. */
  public static Cache byRun() {
    return new Cache(Basis.RUN, Optional.empty(), Optional.empty(), false);
  }

  /** Runs for which this gives the same key, from the task's inputs in order, share a result. */
  public static Cache byKey(F1<java.util.List<Object>, String> key) {
    return new Cache(Basis.KEY, Optional.of(key), Optional.empty(), false);
  }

  /** Entries older than this do not count. */
  public Cache forAtMost(Duration age) {
    return new Cache(basis, key, Optional.of(age), exclusive);
  }

  /** Of several concurrent runs with one key only one computes; the others wait for its result. */
  public Cache exclusively() {
    return new Cache(basis, key, longest, true);
  }
}
