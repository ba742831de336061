package dev.praetor.cli.text;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.store.history.FailureGroups;
import dev.praetor.store.history.RecordedInput;
import dev.praetor.store.history.RecordedInputs;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.history.ShortText;
import dev.praetor.store.history.StoredRows;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Formats a stored run: its nodes in order, and its failures with their causes and inputs. */
public final class RunPrinter {
  private static final int MOST_FAILURES = 10_000;
  private static final int MOST_INNER = 1_000;
  private static final int SHORT = 200;
  private static final int NAMED = 5;
  private final RecordedRuns store;
  private final StoredRun run;
  private final RunShape shape;
  private final RecordedInputs inputs;
  private final StoredRows rows;
  private final int most;

  public RunPrinter(RecordedRuns store, StoredRun run, boolean full) {
    this.store = store;
    this.run = run;
    this.shape = RunShape.of(store, run);
    this.rows = new StoredRows(store, run.id());
    this.most = full ? Integer.MAX_VALUE : SHORT;
    this.inputs = new RecordedInputs(store, run, shape, full ? Integer.MAX_VALUE : SHORT);
  }

  /** Returns a line for each node, of fewer than {@code width} columns. */
  public List<String> nodes(Instant now, int width) {
    int column = NodeLine.nameColumn(shape.nodes().stream().map(RunShape.Node::name).toList());
    List<String> lines = new ArrayList<>();
    for (RunShape.Node node : shape.nodes()) {
      lines.add(node(node, own(node), now).text(column, width));
    }
    return lines;
  }

  private Optional<StoredTaskRun> own(RunShape.Node node) {
    return store.taskRun(run.id(), new TaskPath(node.name(), List.of()));
  }

  private NodeLine node(RunShape.Node node, Optional<StoredTaskRun> own, Instant now) {
    if (own.isEmpty()) {
      boolean isOpen = !run.state().isFinished() && !run.isLost();
      String said = isOpen ? "not started yet" : "did not run";
      return new NodeLine(StateType.PENDING, node.name(), said, Map.of(), "", "");
    }
    StoredTaskRun row = own.get();
    String took =
        row.started()
            .map(started -> {
              Instant until = row.ended().orElse(run.isLost() ? started : now);
              return TimeFormat.elapsed(Duration.between(started, until));
            })
            .orElse("");
    String attempts = row.attempts() > 1 ? row.attempts() + " attempts  " : "";
    return new NodeLine(
        row.state().type(),
        node.name(),
        "%-14s%8s".formatted(row.state().name(), took),
        node.dimensions() > 0 ? children(node, row) : Map.of(),
        "",
        (attempts + ShortText.firstLine(row.state().message())).stripTrailing());
  }

  private Map<StateType, Integer> children(RunShape.Node node, StoredTaskRun row) {
    if (node.dimensions() > 1) {
      Map<StateType, Integer> all = new EnumMap<>(StateType.class);
      countLeaves(row, node.dimensions(), all);
      return all;
    }
    return row.state() instanceof State.Mapped mapped
        ? mapped.children()
        : store.counts(run.id(), row.node());
  }

  /** Adds up the children of a node inside mapped pieces, whose groups are counted one by one. */
  private void countLeaves(StoredTaskRun row, int dimensions, Map<StateType, Integer> into) {
    if (dimensions == 1) {
      String path = TaskPath.of(row.node(), row.index()).toString();
      store.counts(run.id(), path).forEach((type, n) -> into.merge(type, n, Integer::sum));
      return;
    }
    for (StoredTaskRun inner : rows.groups(row, MOST_INNER)) {
      countLeaves(inner, dimensions - 1, into);
    }
  }

  /**
   * Returns the whole page.
   *
   * @param width the number of columns that the lines of nodes may have
   */
  public String page(Instant now, int width) {
    StringBuilder text = new StringBuilder(head(now));
    text.append('\n');
    int column = NodeLine.nameColumn(shape.nodes().stream().map(RunShape.Node::name).toList());
    for (RunShape.Node node : shape.nodes()) {
      Optional<StoredTaskRun> own = own(node);
      text.append(node(node, own, now).text(Math.max(24, column), width)).append('\n');
      own.filter(_ -> node.dimensions() == 0).ifPresent(row -> values(text, node, row));
    }
    OpenPrinter open = new OpenPrinter(store, run);
    return text.append(failures()).append(open.open(now)).append(open.artifacts()).toString();
  }

  String head(Instant now) {
    StringBuilder text = new StringBuilder();
    text.append(RunLabels.style(run).of(RunLabels.icon(run))).append(' ');
    text.append(PrintableText.line(run.name()));
    text.append(run.name().equals(run.flow()) ? "" : "  (flow " + run.flow() + ")").append('\n');
    line(text, "run", run.id().toString());
    store.versionNumber(run).ifPresent(number -> line(text, "version", String.valueOf(number)));
    line(text, "state", RunLabels.state(run) + colon(message()));
    if (!run.state().isFinished()) {
      store.reasons(run.id()).forEach(reason -> line(text, "waits", reason.text()));
    }
    line(
        text,
        "parameters",
        run.parameters().equals("{}")
            ? ""
            : ShortText.cut(DisplayedValue.recorded(run.parameters()).toString(), most));
    line(text, "labels", labels());
    line(text, "started", run.times().started().map(TimeFormat::local).orElse("not yet"));
    line(text, "took", RunLabels.took(run, now));
    run.restartOf().ifPresent(earlier -> line(text, "restart of", earlier.toString()));
    run.parent()
        .ifPresent(parent -> line(text, "part of", parent.task() + " of run " + parent.run()));
    line(text, "code", run.origin().target());
    line(text, "by", owner());
    inputs
        .result()
        .filter(_ -> run.state().isSuccessful())
        .ifPresent(value -> line(text, "value", ShortText.cut(value.toString(), most)));
    return text.toString();
  }

  private String owner() {
    return run.isSuspect()
        ? run.owner().name() + " (suspect: it was not heard for 20 seconds)"
        : run.owner().name();
  }

  private String labels() {
    return run.entry().labels().entrySet().stream()
        .map(label -> PrintableText.line(label.getKey() + "=" + label.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String message() {
    return run.isLost() || run.isGivenUp() ? RunLabels.message(run) : run.state().message();
  }

  private static String colon(String message) {
    return message.isEmpty() ? "" : ": " + message;
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append(String.format("  %-11s%s%n", name, value));
    }
  }

  private void values(StringBuilder text, RunShape.Node node, StoredTaskRun row) {
    given(text, node, row);
    if (row.state().isSuccessful()) {
      rows.value(row)
          .filter(value -> !value.isNull())
          .ifPresent(value ->
              text.append("    returned  ")
                  .append(ShortText.cut(value.toString(), most))
                  .append('\n'));
    }
    row.note().ifPresent(note -> text.append("    note      ").append(note).append('\n'));
  }

  /** Appends the inputs of a task run, if its code ran. */
  private void given(StringBuilder text, RunShape.Node node, StoredTaskRun row) {
    if (row.attempts() == 0 && row.state().type() != StateType.SUCCESS) {
      return;
    }
    List<RecordedInput> given = inputs.of(node, TaskPath.of(row.node(), row.index()));
    if (!given.isEmpty()) {
      String shown = given.stream().map(each -> each.text(most)).collect(Collectors.joining(", "));
      text.append("    given     ").append(shown).append('\n');
    }
  }

  /** Returns the failures, grouped by cause, and the nodes that did not run because of them. */
  private String failures() {
    List<StoredTaskRun> leaves =
        rows.unsuccessful(MOST_FAILURES).stream().filter(this::isLeaf).toList();
    Predicate<StoredTaskRun> followed = row -> row.state().type() == StateType.TRIGGER_FAILED;
    StringBuilder text = new StringBuilder();
    for (RunShape.Node node : shape.nodes()) {
      List<StoredTaskRun> own =
          leaves.stream()
              .filter(row -> TaskPath.of(row.node(), -1).node().equals(node.name()))
              .filter(followed.negate())
              .toList();
      FailureGroups.of(own).forEach(cause -> append(text, node, cause));
    }
    if (leaves.size() >= MOST_FAILURES) {
      text.append("\nThere are more failures; only the first ").append(MOST_FAILURES);
      text.append(" were examined.\n");
    }
    Map<String, Long> left =
        leaves.stream()
            .filter(followed)
            .collect(
                Collectors.groupingBy(
                    row -> TaskPath.of(row.node(), -1).node(), Collectors.counting()));
    if (!left.isEmpty()) {
      text.append("\nDid not run because of it: ");
      text.append(
          shape.nodes().stream()
              .filter(node -> left.containsKey(node.name()))
              .map(node -> node.name() + times(left.get(node.name())))
              .collect(Collectors.joining(", ")));
      text.append('\n');
    }
    return text.toString();
  }

  private static String times(@org.jspecify.annotations.Nullable Long count) {
    return count == null || count == 1 ? "" : " (" + count + " times)";
  }

  /** Returns whether the row is a single task run, not a node that stands for several. */
  private boolean isLeaf(StoredTaskRun row) {
    TaskPath path = TaskPath.of(row.node(), row.index());
    Optional<RunShape.Node> node = shape.node(path.node());
    return node.isEmpty()
        || path.indexes().size() == node.get().dimensions()
        || !StoredRows.isMapped(row);
  }

  private void append(StringBuilder text, RunShape.Node node, FailureGroups.Cause cause) {
    StoredTaskRun example = cause.example();
    int count = cause.runs().size();
    text.append('\n').append(TextStyle.RED.of("✗")).append(' ');
    if (count == 1) {
      text.append(RunLabels.named(example)).append(' ').append(example.state().name());
      text.append(example.attempts() > 1 ? " after " + example.attempts() + " attempts" : "");
    } else {
      text.append(count).append(" of ").append(node.name()).append(": ").append(cause.text());
      String named =
          cause.runs().stream()
              .limit(NAMED)
              .map(RunLabels::named)
              .collect(Collectors.joining(", "));
      text.append("\n    ").append(named).append(count > NAMED ? " …" : "");
      text.append("\n    for example ").append(RunLabels.named(example));
    }
    text.append('\n');
    given(text, node, example);
    TaskPrinter.attempts(text, example);
    example
        .failure()
        .ifPresentOrElse(
            failure -> FailurePrinter.append(text, "    ", failure, same -> same),
            () -> text.append("    ").append(example.state().message()).append('\n'));
  }
}
