package dev.praetor.engine.graph;

import dev.praetor.Trigger;

/** The properties of triggers that are known without running anything. */
public final class Triggers {
  private Triggers() {}

  /** Returns whether a task with this trigger may run although an upstream did not succeed. */
  public static boolean canHoldWithoutSuccess(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Rule rule ->
          rule != Trigger.Rule.ALL_SUCCESSFUL && rule != Trigger.Rule.NOT_ALL_SKIPPED;
      case Trigger.Count _, Trigger.Share _, Trigger.Custom _ -> true;
    };
  }
}
