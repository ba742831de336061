package dev.praetor.store.model;

import java.util.Optional;

/**
 * A filter for the task runs of a run, which are listed by node and index. Immutable; each {@code
 * with…} method returns a changed copy.
 *
 * @param node the node whose task runs are listed; absent for all nodes
 * @param unsuccessfulFirst true if unsuccessful task runs are listed before all others
 * @param after the last task run of the previous page; absent for the first page
 * @param limit the largest number of task runs on the page, at least 1
 */
public record TaskRunFilter(
    Optional<String> node, boolean unsuccessfulFirst, Optional<StoredTaskRun> after, int limit) {
  private static final int DEFAULT_LIMIT = 10_000;

  public TaskRunFilter {
    if (limit < 1) {
      throw new IllegalArgumentException("a page must have at least 1 task run, not " + limit);
    }
  }

  public static TaskRunFilter all() {
    return new TaskRunFilter(Optional.empty(), false, Optional.empty(), DEFAULT_LIMIT);
  }

  public TaskRunFilter withNode(String name) {
    return new TaskRunFilter(Optional.of(name), unsuccessfulFirst, after, limit);
  }

  public TaskRunFilter withUnsuccessfulFirst() {
    return new TaskRunFilter(node, true, after, limit);
  }

  public TaskRunFilter withAfter(StoredTaskRun last) {
    return new TaskRunFilter(node, unsuccessfulFirst, Optional.of(last), limit);
  }

  public TaskRunFilter withLimit(int most) {
    return new TaskRunFilter(node, unsuccessfulFirst, after, most);
  }
}
