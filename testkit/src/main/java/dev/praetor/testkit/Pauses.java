package dev.praetor.testkit;

import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.Spans;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The events of a run that nobody approves: a task run that waits for an approval without a
 * deadline, or for a time that never comes, would wait for ever, so the run is cancelled.
 * Thread-safe.
 */
final class Pauses extends Events {
  private final CompletableFuture<Wait> waits = new CompletableFuture<>();

  /** A wait that nothing ends. */
  private record Wait(String task, boolean forApproval) {}

  @Override
  public synchronized void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    super.taskRun(node, index, state, run);
    note(TaskPath.text(node, index), state);
  }

  @Override
  public synchronized void taskRunWithin(Within taskRun, State state) {
    super.taskRunWithin(taskRun, state);
    note(taskRun.path(), state);
  }

  private void note(String task, State state) {
    switch (state) {
      case State.Paused paused when paused.until().isEmpty() ->
          waits.complete(new Wait(task, true));
      case State.Scheduled scheduled when isNever(scheduled.at()) ->
          waits.complete(new Wait(task, false));
      case State.Retrying retrying when isNever(retrying.at()) ->
          waits.complete(new Wait(task, false));
      default -> {}
    }
  }

  private static boolean isNever(Instant time) {
    return !time.isBefore(Spans.LAST);
  }

  /** Cancels the run as soon as one of its task runs waits for what never comes. */
  void cancel(FlowRun<?> run) {
    var _ = waits.thenAccept(_ -> run.cancel("a task run waits for ever"));
  }

  /**
   * Refuses the result of a run that waited for what never comes.
   *
   * @throws IllegalStateException if a task run waited; the message says what to write instead
   */
  void refuse() {
    if (waits.isDone()) {
      Wait wait = waits.join();
      throw new IllegalStateException(
          wait.forApproval() ? approval(wait.task()) : time(wait.task()));
    }
  }

  private static String approval(String task) {
    return "'"
        + task
        + "' waits for an approval, which run() cannot give: use start(), then run().approve(\""
        + task
        + "\", \"Ann\") and finish(); or replace(\""
        + replaceable(task)
        + "\", null)";
  }

  private static String time(String task) {
    return "'"
        + task
        + "' waits for a time that never comes: use replace(\""
        + replaceable(task)
        + "\", null), or start() and run().cancel(…)";
  }

  /** Returns the node of this flow that can be replaced, in which a task run is. */
  private static String replaceable(String task) {
    int slash = task.indexOf('/');
    return slash < 0 ? task : task.substring(0, slash);
  }
}
