package dev.praetor;

import dev.praetor.function.F1;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which a task run may reuse the result of an earlier run instead of running. By
 * default nothing is cached; {@code .cached(…)} enables it for a task. Failures and skips are never
 * cached. Immutable.
 *
 * <pre>{@code
 * Task.of(rates::load).cached(Cache.byInputs().forAtMost(ofHours(1)))
 * }</pre>
 *
 * @param basis the values that must be equal, in addition to the flow, the task's name and version,
 *     and the type of its result
 * @param key for {@link Basis#KEY}, the function that computes the key from the task's inputs, in
 *     order
 * @param longest the greatest age of an entry that is reused; empty for no limit
 * @param exclusive true if only one of several concurrent runs with the same key computes the
 *     result, while the others wait for it
 * @param shared the name that stands in place of flow and task in the key; empty for a cache of its
 *     own
 */
public record Cache(
    Basis basis,
    Optional<F1<List<Object>, String>> key,
    Optional<Duration> longest,
    boolean exclusive,
    Optional<String> shared) {

  /** The values by which two runs are considered equal. */
  public enum Basis {
    INPUTS,
    PARAMETERS,
    RUN,
    KEY
  }

  public Cache {
    longest.ifPresent(age -> {
      if (age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException(
            "the age limit of a cache entry must be positive, not " + age);
      }
    });
  }

  /** Returns a rule by which runs with equal inputs share a result. */
  public static Cache byInputs() {
    return new Cache(Basis.INPUTS, Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /**
   * Returns a rule by which runs with equal inputs, of flows with equal parameters, share a result.
   */
  public static Cache byParameters() {
    return new Cache(Basis.PARAMETERS, Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /** Returns a rule by which the task runs of one flow run with equal inputs share a result. */
  public static Cache byRun() {
    return new Cache(Basis.RUN, Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  /**
   * Returns a rule by which runs with the same key share a result.
   *
   * @param key the function that computes the key from the task's inputs, in order
   */
  public static Cache byKey(F1<List<Object>, String> key) {
    return new Cache(Basis.KEY, Optional.of(key), Optional.empty(), false, Optional.empty());
  }

  /**
   * Returns the same rule, by which entries older than {@code age} are not reused.
   *
   * @throws IllegalArgumentException if the age is zero or negative
   */
  public Cache forAtMost(Duration age) {
    return new Cache(basis, key, Optional.of(age), exclusive, shared);
  }

  /**
   * Returns the same rule, by which only one of several concurrent runs with the same key computes
   * the result, while the others wait for it.
   */
  public Cache exclusively() {
    return new Cache(basis, key, longest, true, shared);
  }

  /**
   * Returns the same rule, by which all tasks that state this name share their results, in all
   * flows. By default only runs of one task in one flow do. The type of the results and the version
   * of the task must still be equal.
   *
   * @throws IllegalArgumentException if the name is blank
   */
  public Cache sharedAs(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException("the name of a shared cache cannot be blank");
    }
    return new Cache(basis, key, longest, exclusive, Optional.of(name));
  }
}
