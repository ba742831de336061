package dev.praetor;

import dev.praetor.function.F1;
import java.util.Map;

/**
 * The rule that decides, from the states of the nodes upstream, whether a task runs once they are
 * all finished. Constants and parameters do not count; a mapped upstream counts as its children.
 * Every rule holds where there is nothing upstream. A task for which it does not hold is
 * TriggerFailed.
 *
 * <p>A skipped upstream skips a task before its trigger is asked, unless the task says {@code
 * .skipOnUpstreamSkip(false)}.
 */
public sealed interface Trigger {
  /** Every upstream is successful, which includes Skipped and Cached: the default. */
  Trigger ALL_SUCCESSFUL = Rule.ALL_SUCCESSFUL;

  /** Every upstream is unsuccessful. */
  Trigger ALL_FAILED = Rule.ALL_FAILED;

  /** At least one upstream is unsuccessful. */
  Trigger ANY_FAILED = Rule.ANY_FAILED;

  /** At least one upstream is successful. */
  Trigger ANY_SUCCESSFUL = Rule.ANY_SUCCESSFUL;

  /** However they ended. */
  Trigger ALL_FINISHED = Rule.ALL_FINISHED;

  /** Every upstream is successful and not all were skipped; if all were, the task is Skipped. */
  Trigger NOT_ALL_SKIPPED = Rule.NOT_ALL_SKIPPED;

  /** Somebody has to approve; until then the task run is Paused. */
  Trigger MANUAL = Rule.MANUAL;

  /** The name people read. */
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

  /** So many upstreams are unsuccessful (or successful), bounds inclusive. */
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

  /** Such a part of the upstreams is unsuccessful (or successful), bounds inclusive. */
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

  /** The user's own rule over upstream name → state; a child's name is {@code node[index]}. */
  record Custom(String name, F1<Map<String, State>, Boolean> holds) implements Trigger {}

  /** Between {@code min} and {@code max} upstreams are unsuccessful, both included. */
  static Trigger someFailed(int min, int max) {
    return new Count(true, min, max);
  }

  /** Between two parts of the upstreams are unsuccessful, both included. */
  static Trigger someFailed(Percentage min, Percentage max) {
    return new Share(true, min, max);
  }

  /** Between {@code min} and {@code max} upstreams are successful, both included. */
  static Trigger someSuccessful(int min, int max) {
    return new Count(false, min, max);
  }

  /** Between two parts of the upstreams are successful, both included. */
  static Trigger someSuccessful(Percentage min, Percentage max) {
    return new Share(false, min, max);
  }

  /**
   * A rule of your own. It is called by the engine, so it should only look at what it is given; if
   * it throws, the task run is TriggerFailed with that failure.
   */
  static Trigger of(String name, F1<Map<String, State>, Boolean> holds) {
    return new Custom(name, holds);
  }
}
