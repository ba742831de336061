package dev.praetor.store.history;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.engine.document.DocumentWriter;
import dev.praetor.engine.document.DocumentedNode;
import dev.praetor.engine.document.DocumentedRun;
import dev.praetor.engine.document.DocumentedTaskRun;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document of a recorded run, which equals the document that the run gave when it ended. */
public final class StoredDocument implements DocumentedRun {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** A masker without secrets, because recorded texts were masked when they were written. */
  private static final Masker NO_SECRETS = new Masker();

  private final RunHistory history;
  private final StoredRun run;
  private final StoredRows rows;

  private StoredDocument(RunHistory history, StoredRun run) {
    this.history = history;
    this.run = run;
    this.rows = new StoredRows(history, run.id());
  }

  public static ObjectNode of(RunHistory history, StoredRun run) {
    return DocumentWriter.write(new StoredDocument(history, run));
  }

  /** Writes the document as text with line breaks, without keeping all of it in memory. */
  public static void write(RunHistory history, StoredRun run, PrintWriter out) {
    DocumentWriter.write(new StoredDocument(history, run), out);
  }

  /** Returns the document without its task runs. */
  public static ObjectNode header(RunHistory history, StoredRun run) {
    return DocumentWriter.header(new StoredDocument(history, run));
  }

  /** Returns a task run as it is written in the document. */
  public static ObjectNode taskRun(StoredRows rows, StoredTaskRun row) {
    return DocumentWriter.taskRun(documented(rows, row), NO_SECRETS);
  }

  private static DocumentedTaskRun documented(StoredRows rows, StoredTaskRun row) {
    return new DocumentedTaskRun(
        row.toTaskRun(null), rows.value(row).orElseGet(MAPPER::nullNode), row.note());
  }

  @Override
  public Header header() {
    return new Header(
        new Identity(run.id(), run.flow(), run.name(), run.version()),
        run.state(),
        run.isLost(),
        new Lineage(run.restartOf(), run.parent()),
        new Times(run.times().created(), run.times().started(), run.times().ended()),
        run.entry().labels());
  }

  @Override
  public JsonNode parameters() {
    return DisplayedValue.recorded(run.parameters());
  }

  @Override
  public JsonNode value() {
    boolean hasValue = run.state().isSuccessful() && run.state().type() != StateType.SKIPPED;
    return hasValue
        ? new RecordedInputs(history, run, RunShape.of(history, run), Integer.MAX_VALUE)
            .result()
            .orElseGet(MAPPER::nullNode)
        : MAPPER.nullNode();
  }

  @Override
  public List<DocumentedNode> nodes() {
    return RunShape.of(history, run).nodes().stream().map(this::node).toList();
  }

  private DocumentedNode node(RunShape.Node node) {
    TaskPath path = new TaskPath(node.name(), List.of());
    return history
        .taskRun(run.id(), path)
        .<DocumentedNode>map(row -> new Recorded(row, path, node.dimensions()))
        .orElseGet(() -> new NotBegun(node));
  }

  @Override
  public Masker masker() {
    return NO_SECRETS;
  }

  /** A node that has no row because it is still pending. */
  private final class NotBegun implements DocumentedNode {
    private final RunShape.Node node;

    NotBegun(RunShape.Node node) {
      this.node = node;
    }

    @Override
    public DocumentedTaskRun own() {
      State pending = new State.Pending("", run.times().created());
      TaskRun taskRun =
          new TaskRun(node.name(), -1, node.name(), pending, 0, null, Optional.empty(), List.of());
      return new DocumentedTaskRun(taskRun, MAPPER.nullNode(), Optional.empty());
    }

    @Override
    public Optional<Children> children(int most) {
      return node.dimensions() == 0
          ? Optional.empty()
          : Optional.of(new TaskRuns(Map.of(), List.of(), 0));
    }
  }

  /**
   * A node with a row, or a group of nodes in a mapped part of the graph, which is a child of the
   * node around it.
   */
  private final class Recorded implements DocumentedNode {
    private final StoredTaskRun row;
    private final TaskPath path;
    private final int dimensions;

    Recorded(StoredTaskRun row, TaskPath path, int dimensions) {
      this.row = row;
      this.path = path;
      this.dimensions = dimensions;
    }

    @Override
    public DocumentedTaskRun own() {
      DocumentedTaskRun own = documented(rows, row);
      if (path.depth() == 0) {
        return own;
      }
      TaskRun run = own.run();
      TaskRun child =
          new TaskRun(
              path.owner().toString(),
              path.index(),
              Integer.toString(path.index()),
              run.state(),
              run.attempts(),
              null,
              run.failure(),
              run.history());
      return new DocumentedTaskRun(child, own.value(), own.note());
    }

    @Override
    public Optional<Children> children(int most) {
      if (path.depth() == dimensions) {
        return Optional.empty();
      }
      if (path.depth() + 1 < dimensions) {
        return Optional.of(groups(most));
      }
      Map<StateType, Integer> counts = counts();
      int width = counts.values().stream().mapToInt(Integer::intValue).sum();
      boolean all = width <= most;
      Iterable<DocumentedTaskRun> shown =
          () ->
              (all
                      ? rows.children(path.toString(), most)
                      : rows.unsuccessfulFirst(path.toString(), most))
                  .map(child -> documented(rows, child))
                  .iterator();
      return Optional.of(new TaskRuns(counts, shown, Math.max(0, width - most)));
    }

    /** Returns the inner groups with their counts; the store counts only task runs. */
    private Groups groups(int most) {
      List<StoredTaskRun> inner = rows.groups(row, most);
      Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
      inner.forEach(each -> counts.merge(each.state().type(), 1, Integer::sum));
      int leftOut = Math.max(0, StoredRows.width(row) - inner.size());
      return new Groups(counts, inner.stream().map(this::group).toList(), leftOut);
    }

    private DocumentedNode group(StoredTaskRun inner) {
      return new Recorded(inner, TaskPath.of(inner.node(), inner.index()), dimensions);
    }

    private Map<StateType, Integer> counts() {
      Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
      counts.putAll(
          row.state() instanceof State.Mapped mapped
              ? mapped.children()
              : history.counts(run.id(), path.toString()));
      return counts;
    }
  }
}
