package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the task runs of one recorded run, page by page. */
public record StoredRows(RunHistory store, RunId run) {
  private static final int PAGE = 1_000;

  public Optional<StoredTaskRun> find(TaskPath path) {
    return store.taskRun(run, path);
  }

  /** Returns at most {@code most} children of a node, ordered by index. */
  Stream<StoredTaskRun> children(String row, int most) {
    return read(TaskRunFilter.all().withNode(row), most);
  }

  /**
   * Returns at most {@code most} inner rows of a node that maps over a part of the graph; each
   * inner row has children of its own.
   */
  public List<StoredTaskRun> groups(StoredTaskRun own, int most) {
    TaskPath path = TaskPath.of(own.node(), own.index());
    List<StoredTaskRun> found = new ArrayList<>();
    for (int i = 0; i < Math.min(width(own), most); i++) {
      store.taskRun(run, path.child(i)).ifPresent(found::add);
    }
    return found;
  }

  /** Returns the number of children of a mapped node, according to its history. */
  static int width(StoredTaskRun own) {
    return own.history().stream()
        .mapToInt(each -> each.state() instanceof State.Mapped mapped ? mapped.width() : 0)
        .max()
        .orElse(0);
  }

  /** Returns whether a row belongs to a mapped node, which has children and no value of its own. */
  public static boolean isMapped(StoredTaskRun row) {
    return row.history().stream().anyMatch(each -> each.state() instanceof State.Mapped);
  }

  /**
   * Returns those of the unsuccessful task runs that failed of themselves: neither mapped nodes,
   * which tell of their children, nor what did not run because of others. If all are such, all are
   * returned.
   */
  public static List<StoredTaskRun> causes(List<StoredTaskRun> unsuccessful) {
    List<StoredTaskRun> causes =
        unsuccessful.stream()
            .filter(row -> !isMapped(row) && row.state().type() != StateType.TRIGGER_FAILED)
            .toList();
    return causes.isEmpty() ? unsuccessful : causes;
  }

  /** Returns at most {@code most} unsuccessful task runs of all nodes. */
  public List<StoredTaskRun> unsuccessful(int most) {
    List<StoredTaskRun> found = new ArrayList<>();
    TaskRunFilter filter = TaskRunFilter.all().withUnsuccessfulFirst().withLimit(PAGE);
    List<StoredTaskRun> page = store.taskRuns(run, filter);
    while (!page.isEmpty()) {
      for (StoredTaskRun row : page) {
        if (!row.state().isUnsuccessful() || found.size() == most) {
          return found;
        }
        found.add(row);
      }
      page = store.taskRuns(run, filter.withAfter(page.getLast()));
    }
    return found;
  }

  /** Returns at most {@code most} children of a node, unsuccessful children first. */
  Stream<StoredTaskRun> unsuccessfulFirst(String row, int most) {
    return read(TaskRunFilter.all().withNode(row).withUnsuccessfulFirst(), most);
  }

  /** Reads children page by page. */
  private Stream<StoredTaskRun> read(TaskRunFilter filter, int most) {
    TaskRunFilter paged = filter.withLimit(most < PAGE ? most + 1 : PAGE);
    return Stream.iterate(
            store.taskRuns(run, paged),
            page -> !page.isEmpty(),
            page -> store.taskRuns(run, paged.withAfter(page.getLast())))
        .flatMap(List::stream)
        .filter(child -> child.index() >= 0)
        .limit(most);
  }

  /**
   * Returns the value of a task run. Pages of rows leave large values out, so a large value is read
   * separately.
   */
  public Optional<JsonNode> value(StoredTaskRun row) {
    if (!returned(row.state()) || isMapped(row)) {
      return Optional.empty();
    }
    Optional<String> there = row.value();
    if (there.isEmpty() && row.result().blob().isPresent() && row.note().isEmpty()) {
      there =
          store.taskRun(run, TaskPath.of(row.node(), row.index())).flatMap(StoredTaskRun::value);
    }
    if (there.isEmpty() && row.note().isEmpty()) {
      return Optional.of(ExactJson.MAPPER.nullNode());
    }
    return there.map(DisplayedValue::recorded);
  }

  private static boolean returned(State state) {
    return state.isSuccessful() && state.type() != StateType.SKIPPED;
  }

  /** Returns the result of the task run at a path, as the input of another task run. */
  RecordedInput input(TaskPath path) {
    Optional<StoredTaskRun> row = find(path);
    return row.map(this::input).orElseGet(() -> new RecordedInput.Unknown(path + " did not run"));
  }

  RecordedInput input(StoredTaskRun row) {
    String path = TaskPath.of(row.node(), row.index()).toString();
    Optional<JsonNode> value = value(row);
    if (value.isPresent()) {
      return new RecordedInput.Value(value.get());
    }
    if (returned(row.state())) {
      String note =
          store
              .taskRun(run, TaskPath.of(row.node(), row.index()))
              .flatMap(StoredTaskRun::note)
              .orElse("");
      return note.isEmpty()
          ? new RecordedInput.Value(ExactJson.MAPPER.nullNode())
          : new RecordedInput.Unknown("the result of " + path + ": " + note);
    }
    return new RecordedInput.Unknown(path + " is " + row.state().name());
  }
}
