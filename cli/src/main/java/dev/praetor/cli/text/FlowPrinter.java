package dev.praetor.cli.text;

import dev.praetor.Flow;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.store.history.ShortText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats flows and runs as a line. */
public final class FlowPrinter {
  private FlowPrinter() {}

  public static String described(Flow<?> flow) {
    String text = flow.definition().options().description();
    return text.isEmpty() ? "" : "  " + text;
  }

  /** Returns a line about a finished run. */
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
    return StateStyle.icon(state.type())
        + " "
        + run.runName()
        + ": "
        + state.name()
        + " in "
        + TimeFormat.elapsed(Duration.between(run.times().started(), run.times().ended()))
        + (tasks.isEmpty() ? "" : " (task runs: " + tasks + ")")
        + value(run);
  }

  private static String value(FinishedRun run) {
    if (!run.state().isSuccessful() || run.result() == null) {
      return "";
    }
    String text = run.masker().mask(String.valueOf(run.result()));
    return "\n= " + ShortText.cut(text, 2000);
  }
}
