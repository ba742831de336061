package dev.praetor.cli.text;

import dev.praetor.StateType;

/** The icon and the colour of a state on a terminal. The icon is sufficient without the colour. */
public final class StateStyle {
  private StateStyle() {}

  public static String icon(StateType type) {
    return switch (type) {
      case PENDING, SCHEDULED, QUEUED -> "·";
      case RETRYING -> "↻";
      case PAUSED -> "‖";
      case RUNNING, MAPPED, CANCELLING -> "▸";
      case SUCCESS, CACHED -> "✓";
      case SKIPPED -> "-";
      case FAILED, TIMED_OUT, TRIGGER_FAILED, CRASHED -> "✗";
      case CANCELLED -> "■";
    };
  }

  /** Returns the escape sequence that switches a terminal to the colour. */
  public static String colour(StateType type) {
    return switch (type.phase()) {
      case SUCCESSFUL -> type == StateType.SKIPPED ? "\u001b[90m" : "\u001b[32m";
      case UNSUCCESSFUL -> "\u001b[31m";
      case CANCELLED -> "\u001b[35m";
      case ACTIVE -> "\u001b[36m";
      case WAITING -> "\u001b[33m";
    };
  }
}
