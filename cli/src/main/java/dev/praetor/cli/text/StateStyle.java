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

  public static TextStyle of(StateType type) {
    return switch (type.phase()) {
      case SUCCESSFUL -> type == StateType.SKIPPED ? TextStyle.GREY : TextStyle.GREEN;
      case UNSUCCESSFUL -> TextStyle.RED;
      case CANCELLED -> TextStyle.MAGENTA;
      case ACTIVE -> TextStyle.CYAN;
      case WAITING -> TextStyle.YELLOW;
    };
  }
}
