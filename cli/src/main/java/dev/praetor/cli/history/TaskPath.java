package dev.praetor.cli.history;

import dev.praetor.RunId;
import dev.praetor.cli.error.ErrorReport;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredTaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names a task run: {@code report}, {@code send[3]} or {@code work[2][1]}.
 *
 * @param node the node's name in its flow
 */
public record TaskPath(String node, List<Integer> indexes) {
  public TaskPath {
    indexes = List.copyOf(indexes);
  }

  public static TaskPath parse(String text) {
    int bracket = text.indexOf('[');
    if (bracket < 0) {
      return new TaskPath(text, List.of());
    }
    String indexes = text.substring(bracket);
    if (bracket == 0 || !indexes.matches("(\\[\\d{1,9}])+")) {
      throw new ErrorReport.Use("a task run is named like send or send[3], not '" + text + "'");
    }
    List<Integer> numbers = new ArrayList<>();
    for (String part : indexes.substring(1, indexes.length() - 1).split("]\\[", -1)) {
      numbers.add(Integer.parseInt(part));
    }
    return new TaskPath(text.substring(0, bracket), numbers);
  }

  public static TaskPath of(String node, int index) {
    TaskPath own = parse(node);
    return index < 0 ? own : own.child(index);
  }

  TaskPath child(int index) {
    List<Integer> longer = new ArrayList<>(indexes);
    longer.add(index);
    return new TaskPath(node, longer);
  }

  /** The first so many indexes of it, for another node. */
  TaskPath reaching(String other, int dimensions) {
    return new TaskPath(other, indexes.subList(0, Math.min(dimensions, indexes.size())));
  }

  /** The name its row has: all of it but the last index. */
  public String row() {
    return indexes.isEmpty()
        ? node
        : new TaskPath(node, indexes.subList(0, indexes.size() - 1)).toString();
  }

  public int index() {
    return indexes.isEmpty() ? -1 : indexes.getLast();
  }

  public Optional<StoredTaskRun> find(RunStore store, RunId run) {
    Optional<StoredTaskRun> found = store.taskRun(run, row(), index());
    return found.isPresent() ? found : store.taskRun(run, toString(), -1);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(node);
    indexes.forEach(index -> text.append('[').append(index).append(']'));
    return text.toString();
  }
}
