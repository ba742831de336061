package dev.praetor.engine.graph;

import dev.praetor.Trigger;

/** What can be said of a trigger without running anything. */
public final class Triggers {
  private Triggers() {}

  /** Whether a task with this trigger may run although something upstream did not succeed. */
  public static boolean canHoldWithoutSuccess(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Rule rule ->
          rule != Trigger.Rule.ALL_SUCCESSFUL && rule != Trigger.Rule.NOT_ALL_SKIPPED;
      case Trigger.Count _, Trigger.Share _, Trigger.Custom _ -> true;
    };
  }
}
