package dev.praetor.store.model;

import java.util.Optional;

/**
 * A choice of the task runs of a run, listed by node and index. Immutable; each {@code with…} gives
 * another.
 *
 * @param node only those of this node
 * @param unsuccessfulFirst whether those that did not succeed come before all others
 * @param after the last task run of the page before
 * @param limit how many at most
 */
public record TaskRunFilter(
    Optional<String> node, boolean unsuccessfulFirst, Optional<StoredTaskRun> after, int limit) {
  private static final int STANDARD = 10_000;

  public TaskRunFilter {
    if (limit < 1) {
      throw new IllegalArgumentException(
          "a page must have room for 1 task run or more, not " + limit);
    }
  }

  public static TaskRunFilter all() {
    return new TaskRunFilter(Optional.empty(), false, Optional.empty(), STANDARD);
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
