package dev.praetor.cli.text;

import dev.praetor.Flow;
import dev.praetor.State;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.engine.document.ValueDisplay;
import dev.praetor.engine.run.FinishedRun;
import java.time.Duration;

/** Formats flows and runs as a line. */
public final class FlowPrinter {
  private static final int LONGEST_VALUE = 2_000;

  private FlowPrinter() {}

  public static String described(Flow<?> flow) {
    String text = flow.definition().options().description();
    return text.isEmpty() ? "" : "  " + text;
  }

  /** Returns a line about a finished run. */
  public static String summary(FinishedRun run) {
    String tasks = RunLabels.counts(run.counts());
    State state = run.state();
    return StateStyle.of(state.type()).of(StateStyle.icon(state.type()))
        + " "
        + PrintableText.line(run.runName())
        + ": "
        + state.name()
        + " in "
        + TimeFormat.elapsed(Duration.between(run.times().started(), run.times().ended()))
        + (tasks.isEmpty() ? "" : " (task runs: " + tasks + ")")
        + value(run);
  }

  private static String value(FinishedRun run) {
    if (!run.state().isSuccessful()) {
      return "";
    }
    DisplayedValue value = new ValueDisplay(run.masker()).text(run::result);
    return value.json().isNull() ? "" : "\n= " + value.text(LONGEST_VALUE);
  }
}
