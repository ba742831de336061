package dev.praetor;

import dev.praetor.function.F1;
import java.util.Map;

/**
 * The rule that decides, from the states of the upstreams, whether a task runs when all upstreams
 * are finished. Constants and parameters do not count; a mapped upstream counts as its children.
 * Every rule holds if there is no upstream. If the rule does not hold, the task is TriggerFailed.
 * Immutable.
 *
 * <p>A skipped upstream skips a task before its trigger is evaluated, unless the task has the
 * option {@code .skipOnUpstreamSkip(false)}.
 */
public sealed interface Trigger {
  /**
   * Holds if every upstream is successful, which includes Skipped and Cached. This is the default.
   */
  Trigger ALL_SUCCESSFUL = Rule.ALL_SUCCESSFUL;

  /** Holds if every upstream is unsuccessful. */
  Trigger ALL_FAILED = Rule.ALL_FAILED;

  /** Holds if at least one upstream is unsuccessful. */
  Trigger ANY_FAILED = Rule.ANY_FAILED;

  /** Holds if at least one upstream is successful. */
  Trigger ANY_SUCCESSFUL = Rule.ANY_SUCCESSFUL;

  /** Holds always, whatever the final states of the upstreams. */
  Trigger ALL_FINISHED = Rule.ALL_FINISHED;

  /**
   * Holds if every upstream is successful and not all were skipped. If all were skipped, the task
   * is Skipped.
   */
  Trigger NOT_ALL_SKIPPED = Rule.NOT_ALL_SKIPPED;

  /** Holds when a person approves; until then the task run is Paused. */
  Trigger MANUAL = Rule.MANUAL;

  /** Returns the name of the rule, for people. */
  String name();

  /** The rules without settings. */
  enum Rule implements Trigger {
    ALL_SUCCESSFUL,
    ALL_FAILED,
    ANY_FAILED,
    ANY_SUCCESSFUL,
    ALL_FINISHED,
    NOT_ALL_SKIPPED,
    MANUAL
  }

  /**
   * A rule that holds if the number of unsuccessful (or successful) upstreams is between two
   * bounds, both inclusive.
   *
   * @param failed true to count unsuccessful upstreams, false to count successful ones
   * @param min the lower bound, at least 0
   * @param max the upper bound, at least {@code min}
   */
  record Count(boolean failed, int min, int max) implements Trigger {
    public Count {
      if (min < 0 || max < min) {
        throw new IllegalArgumentException(
            "bounds must be 0 ≤ min ≤ max, not " + min + " and " + max);
      }
    }

    @Override
    public String name() {
      return (failed ? "someFailed(" : "someSuccessful(") + min + ", " + max + ")";
    }
  }

  /**
   * A rule that holds if the percentage of unsuccessful (or successful) upstreams is between two
   * bounds, both inclusive.
   *
   * @param failed true to count unsuccessful upstreams, false to count successful ones
   * @param min the lower bound
   * @param max the upper bound, at least {@code min}
   */
  record Share(boolean failed, Percentage min, Percentage max) implements Trigger {
    public Share {
      if (max.value() < min.value()) {
        throw new IllegalArgumentException("bounds must be min ≤ max, not " + min + " and " + max);
      }
    }

    @Override
    public String name() {
      return (failed ? "someFailed(" : "someSuccessful(") + min + ", " + max + ")";
    }
  }

  /**
   * A rule of the user.
   *
   * @param name the name of the rule, for people
   * @param holds the function that evaluates the rule from a map of upstream name → state; the name
   *     of a child is {@code node[index]}
   */
  record Custom(String name, F1<Map<String, State>, Boolean> holds) implements Trigger {}

  /**
   * Returns a rule that holds if at least {@code min} and at most {@code max} upstreams are
   * unsuccessful.
   *
   * @throws IllegalArgumentException unless 0 ≤ min ≤ max
   */
  static Trigger someFailed(int min, int max) {
    return new Count(true, min, max);
  }

  /**
   * Returns a rule that holds if at least {@code min} and at most {@code max} of the upstreams are
   * unsuccessful.
   *
   * @throws IllegalArgumentException unless min ≤ max
   */
  static Trigger someFailed(Percentage min, Percentage max) {
    return new Share(true, min, max);
  }

  /**
   * Returns a rule that holds if at least {@code min} and at most {@code max} upstreams are
   * successful.
   *
   * @throws IllegalArgumentException unless 0 ≤ min ≤ max
   */
  static Trigger someSuccessful(int min, int max) {
    return new Count(false, min, max);
  }

  /**
   * Returns a rule that holds if at least {@code min} and at most {@code max} of the upstreams are
   * successful.
   *
   * @throws IllegalArgumentException unless min ≤ max
   */
  static Trigger someSuccessful(Percentage min, Percentage max) {
    return new Share(false, min, max);
  }

  /**
   * Returns a rule of your own. The function is called on a thread of its own, for as long as the
   * task's timeout allows, and must use only its argument. If it throws, the task run is
   * TriggerFailed with that failure.
   *
   * @param name the name of the rule, for people
   * @param holds the function from a map of upstream name → state, where the name of a child is
   *     {@code node[index]}
   */
  static Trigger of(String name, F1<Map<String, State>, Boolean> holds) {
    return new Custom(name, holds);
  }
}
