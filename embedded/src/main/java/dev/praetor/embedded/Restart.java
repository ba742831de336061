package dev.praetor.embedded;

import dev.praetor.embedded.run.PlannedRestart;
import dev.praetor.engine.restart.RestartPlan;
import org.jspecify.annotations.Nullable;

/**
 * A restart of a run that is planned and not started. Immutable.
 *
 * @param <R> the type of the flow's value
 */
public final class Restart<R extends @Nullable Object> {
  private final PlannedRestart<R> planned;

  Restart(PlannedRestart<R> planned) {
    this.planned = planned;
  }

  /** Returns the task runs that run again, and the number of reused ones. */
  public RestartPlan plan() {
    return planned.plan();
  }

  PlannedRestart<R> planned() {
    return planned;
  }
}
