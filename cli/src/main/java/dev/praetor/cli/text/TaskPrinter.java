package dev.praetor.cli.text;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.store.history.RecordedInput;
import dev.praetor.store.history.RecordedInputs;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.history.ShortText;
import dev.praetor.store.history.SourceText;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.history.StoredRows;
import dev.praetor.store.json.LogLineJson;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Formats a task run of a stored run in full. */
public final class TaskPrinter {
  private static final int MOST_LINES = 1_000;
  private static final int MOST_REPORTS = 100_000;
  private final RecordedRuns store;
  private final StoredRun run;
  private final StoredTaskRun row;
  private final RunShape.Node node;
  private final RecordedInputs inputs;
  private final TaskPath path;

  public TaskPrinter(RecordedRuns store, StoredRun run, String path) {
    this.store = store;
    this.run = run;
    this.path = TaskPath.parse(path);
    RunShape shape = RunShape.of(store, run);
    this.node = shape.require(this.path.node());
    this.row =
        store
            .taskRun(run.id(), this.path)
            .orElseThrow(() ->
                new UsageException(
                    "run " + RunLabels.brief(run.id()) + " has no task run '" + path + "'"));
    this.inputs = new RecordedInputs(store, run, shape, Integer.MAX_VALUE);
  }

  public String page() {
    StringBuilder text = new StringBuilder();
    text.append(StateStyle.icon(row.state().type())).append(' ').append(RunLabels.named(row));
    text.append(' ').append(row.state().name());
    text.append(row.state().message().isEmpty() ? "" : ": " + row.state().message());
    text.append("\n  in run ").append(run.id());
    text.append(" (").append(PrintableText.line(run.name())).append(")\n");
    if (isOneOfMany()) {
      text.append("\nchildren\n  ").append(RunLabels.counts(children())).append('\n');
    } else {
      given(text);
      returned(text);
    }
    progress().ifPresent(report -> text.append("\nprogress\n  ").append(report).append('\n'));
    List<String> published = artifacts();
    if (!published.isEmpty()) {
      text.append("\nartifacts\n");
      published.forEach(name -> text.append("  ").append(name).append('\n'));
    }
    text.append("\nhistory\n");
    row.history().forEach(each -> history(text, each));
    row.failure()
        .ifPresent(failure -> {
          text.append("\nfailure\n");
          FailurePrinter.append(text, "  ", failure, same -> same);
        });
    List<StoredLog> logs = logs();
    if (!logs.isEmpty()) {
      text.append("\nlogs\n");
      logs.forEach(line -> text.append("  ").append(LogLines.text(line, false)).append('\n'));
    }
    return text.toString();
  }

  /** Returns whether the path names a node with children, not a single task run. */
  private boolean isOneOfMany() {
    return path.indexes().size() < node.dimensions();
  }

  private Map<StateType, Integer> children() {
    return row.state() instanceof State.Mapped mapped
        ? mapped.children()
        : store.counts(run.id(), path.toString());
  }

  private void given(StringBuilder text) {
    List<RecordedInput> given = inputs.of(node, path);
    for (int i = 0; i < given.size(); i++) {
      text.append(i == 0 ? "\ngiven\n" : "");
      String from = SourceText.of(node.inputs().get(i));
      text.append("  ").append(i + 1).append(". ").append(given.get(i).text(Integer.MAX_VALUE));
      text.append("    from ").append(from).append('\n');
    }
    if (node.flow().isPresent()) {
      text.append("\ngiven\n  ").append(inputs.arguments(node, path)).append('\n');
    }
  }

  private void returned(StringBuilder text) {
    Optional<String> value =
        new StoredRows(store, run.id()).value(row).map(json -> json.toString());
    value.ifPresent(json -> text.append("\nreturned\n  ").append(json).append('\n'));
    row.note().ifPresent(note -> text.append("\nnote\n  ").append(note).append('\n'));
  }

  private static void history(StringBuilder text, Transition transition) {
    State state = transition.state();
    text.append("  ").append(TimeFormat.exact(state.time())).append("  ");
    text.append(
        transition.attempt() > 0 ? "attempt " + transition.attempt() + "  " : "           ");
    text.append(state.name());
    text.append(state.message().isEmpty() ? "" : ": " + ShortText.firstLine(state.message()));
    text.append('\n');
  }

  /** Appends the attempts that failed before the last one. */
  static void attempts(StringBuilder text, StoredTaskRun row) {
    for (Transition transition : row.history()) {
      if (transition.state() instanceof State.Retrying again) {
        String why = again.cause().map(Failure::summary).orElse(again.message());
        text.append("    attempt ").append(again.attempt()).append(": ");
        text.append(ShortText.firstLine(why)).append('\n');
      }
    }
  }

  private Optional<String> progress() {
    return store.progress(run.id(), MOST_REPORTS).stream()
        .filter(report -> report.node().equals(row.node()) && report.index() == row.index())
        .findFirst()
        .map(OpenPrinter::text);
  }

  private List<String> artifacts() {
    return store.artifacts(run.id()).stream()
        .filter(each -> each.node().equals(row.node()) && each.index() == row.index())
        .map(each -> PrintableText.line(each.name()) + ", " + each.size() + " characters")
        .toList();
  }

  private List<StoredLog> logs() {
    LogFilter filter = LogFilter.all().withNode(path.owner().toString()).withLimit(MOST_LINES);
    return store.logs(run.id(), filter.withIndex(path.index()));
  }

  public ObjectNode document() {
    ObjectNode json = StoredDocument.taskRun(new StoredRows(store, run.id()), row);
    ArrayNode given = json.putArray("inputs");
    int at = 0;
    for (RecordedInput input : inputs.of(node, path)) {
      ObjectNode one = given.addObject();
      one.put("from", SourceText.of(node.inputs().get(at++)));
      switch (input) {
        case RecordedInput.Value known -> one.set("value", known.json());
        case RecordedInput.Unknown unknown -> one.put("unknown", unknown.what());
      }
    }
    ArrayNode history = json.putArray("history");
    for (Transition transition : row.history()) {
      history
          .addObject()
          .put("attempt", transition.attempt())
          .put("state", transition.state().name())
          .put("message", transition.state().message())
          .put("time", transition.state().time().toString());
    }
    ArrayNode logs = json.putArray("logs");
    logs().forEach(line -> logs.add(LogLineJson.of(line)));
    return json;
  }
}
