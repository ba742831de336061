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
  private static final int SHORTEST_NAME = 8;

  private FlowPrinter() {}

  public static String described(Flow<?> flow) {
    String text = flow.definition().options().description();
    return text.isEmpty() ? "" : "  " + text;
  }

  /** Returns a line about a finished run, and its value. */
  public static String summary(FinishedRun run, int width) {
    return ended(run, width) + value(run);
  }

  /** Returns how a run ended, in two lines if one would be wider than {@code width} columns. */
  private static String ended(FinishedRun run, int width) {
    State state = run.state();
    String icon = StateStyle.of(state.type()).of(StateStyle.icon(state.type())) + " ";
    String name = PrintableText.line(run.runName());
    String end =
        ": "
            + state.name()
            + " in "
            + TimeFormat.elapsed(Duration.between(run.times().started(), run.times().ended()));
    String tasks = RunLabels.counts(run.counts());
    String line = icon + name + end + (tasks.isEmpty() ? "" : " (task runs: " + tasks + ")");
    if (Columns.of(line) <= width) {
      return line;
    }
    int forName = Math.max(SHORTEST_NAME, width - Columns.of(icon) - Columns.of(end));
    String first = Columns.cut(icon + Columns.cutInside(name, forName) + end, width);
    String counts = "  task runs: " + tasks;
    String shown =
        Columns.of(counts) <= width ? counts : "  task runs: " + RunLabels.icons(run.counts());
    return tasks.isEmpty() ? first : first + "\n" + Columns.cut(shown, width);
  }

  private static String value(FinishedRun run) {
    if (!run.state().isSuccessful()) {
      return "";
    }
    DisplayedValue value = new ValueDisplay(run.masker()).text(run::result);
    return value.json().isNull() ? "" : "\n= " + value.text(LONGEST_VALUE);
  }
}
