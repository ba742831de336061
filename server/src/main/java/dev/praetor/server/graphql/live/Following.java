package dev.praetor.server.graphql.live;

import dev.praetor.RunId;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.query.condition.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The state of one subscription, which each of its executions has: first the subscription says what
 * it follows, then each execution gives one object. Used by one thread at a time.
 */
final class Following {
  private @Nullable Target target;
  private @Nullable Object current;

  /** The things that a subscription follows. */
  sealed interface Target {
    /** A run, until it has ended. */
    record OneRun(RunId run) implements Target {}

    /** All runs that meet a condition. */
    record Runs(Condition where) implements Target {}

    /** The workers that are alive. */
    record Workers() implements Target {}

    /** The log lines of a run, until it has ended. */
    record Lines(RunId run, LogFilter filter) implements Target {}
  }

  /** Says what is followed, in the first execution; returns the object of any other one. */
  @Nullable Object next(Target found) {
    if (target == null) {
      target = found;
    }
    return current;
  }

  @Nullable Target target() {
    return target;
  }

  void setCurrent(Object object) {
    current = object;
  }
}
