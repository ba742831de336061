package dev.praetor.cli.text;

import dev.praetor.Flow;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.run.FinishedRun;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How runs and flows read on a terminal. */
public final class FlowPrinter {
  private FlowPrinter() {}

  public static String described(Flow<?> flow) {
    String text = flow.definition().options().description();
    return text.isEmpty() ? "" : "  " + text;
  }

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

  public static String colour(StateType type) {
    return switch (type.phase()) {
      case SUCCESSFUL -> type == StateType.SKIPPED ? "\u001b[90m" : "\u001b[32m";
      case UNSUCCESSFUL -> "\u001b[31m";
      case CANCELLED -> "\u001b[35m";
      case ACTIVE -> "\u001b[36m";
      case WAITING -> "\u001b[33m";
    };
  }

  public static String firstLine(String text) {
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.length() > 300 ? line.substring(0, 300) + "…" : line;
  }

  public static String elapsed(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    return time.toMinutes() + " min " + time.toSecondsPart() + " s";
  }

  /** One line about a run that has ended. */
  public static String summary(FinishedRun run) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (TaskRun node : run.taskRuns()) {
      for (TaskRun each : run.taskRuns(node.node())) {
        counts.merge(each.state().name(), 1, Integer::sum);
      }
    }
    String tasks =
        counts.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    State state = run.state();
    return icon(state.type())
        + " "
        + run.runName()
        + ": "
        + state.name()
        + " in "
        + elapsed(Duration.between(run.times().started(), run.times().ended()))
        + (tasks.isEmpty() ? "" : " (task runs: " + tasks + ")")
        + value(run);
  }

  private static String value(FinishedRun run) {
    if (!run.state().isSuccessful() || run.result() == null) {
      return "";
    }
    String text = run.masker().mask(String.valueOf(run.result()));
    return "\n= " + (text.length() > 2000 ? text.substring(0, 2000) + "…" : text);
  }
}
