package dev.praetor.cli.text;

import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.store.history.ShortText;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats what runs or waits in a run in progress, and the artifacts of a run. */
final class OpenPrinter {
  private static final int MOST = 20;
  private static final int MOST_REPORTS = 1_000;
  private final RecordedRuns store;
  private final StoredRun run;

  OpenPrinter(RecordedRuns store, StoredRun run) {
    this.store = store;
    this.run = run;
  }

  /**
   * Returns the open task runs: since when, the label, the progress and the last log line of each.
   */
  String open(Instant now) {
    if (run.state().isFinished() || run.isLost()) {
      return "";
    }
    List<StoredTaskRun> open = store.open(run.id(), MOST + 1);
    if (open.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\nnow\n");
    Map<String, StoredProgress> reports = new HashMap<>();
    store
        .progress(run.id(), MOST_REPORTS)
        .forEach(
            report -> reports.put(TaskPath.of(report.node(), report.index()).toString(), report));
    open.stream().limit(MOST).forEach(each -> open(text, each, reports, now));
    return text.append(open.size() > MOST ? "  … and more\n" : "").toString();
  }

  private void open(
      StringBuilder text, StoredTaskRun each, Map<String, StoredProgress> reports, Instant now) {
    State state = each.state();
    String style = StateStyle.of(state.type()).of(StateStyle.icon(state.type()));
    text.append("  ").append(style).append(' ').append(RunLabels.named(each));
    text.append("  ").append(state.name()).append(" for ");
    text.append(TimeFormat.elapsed(Duration.between(state.time(), now)));
    if (state instanceof State.Running running && running.attempt() > 1) {
      text.append(", attempt ").append(running.attempt());
    }
    String message = PrintableText.line(ShortText.firstLine(state.message()));
    text.append(message.isEmpty() ? "" : "  " + message);
    StoredProgress report = reports.get(TaskPath.of(each.node(), each.index()).toString());
    text.append(report == null ? "" : "  " + text(report)).append('\n');
    lastLine(each)
        .ifPresent(line ->
            text.append("      ")
                .append(TimeFormat.exact(line.time()))
                .append(' ')
                .append(PrintableText.line(ShortText.firstLine(line.text())))
                .append('\n'));
  }

  /** Returns a report of progress in a few words. */
  static String text(StoredProgress report) {
    String message = PrintableText.line(ShortText.firstLine(report.message()));
    return Math.round(100 * report.part()) + " %" + (message.isEmpty() ? "" : ": " + message);
  }

  private Optional<StoredLog> lastLine(StoredTaskRun of) {
    return store.lastLog(run.id(), of.node(), of.index());
  }

  /** Returns the artifacts of the run, and the command that prints them. */
  String artifacts() {
    List<StoredArtifact> all = store.artifacts(run.id());
    if (all.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("\nartifacts  (praetor runs artifacts ")
            .append(RunLabels.brief(run.id()))
            .append(" NAME)\n");
    for (StoredArtifact each : all.subList(0, Math.min(MOST, all.size()))) {
      text.append("  ").append(PrintableText.line(each.name())).append("  of ");
      text.append(TaskPath.of(each.node(), each.index())).append(", ");
      text.append(each.size()).append(" characters\n");
    }
    return text.append(all.size() > MOST ? "  … and more\n" : "").toString();
  }
}
