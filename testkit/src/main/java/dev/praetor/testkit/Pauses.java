package dev.praetor.testkit;

import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The events of a run that nobody approves: a task run that waits for an approval without a
 * deadline would wait for ever, so it cancels the run. Thread-safe.
 */
final class Pauses extends Events {
  private final CompletableFuture<String> paused = new CompletableFuture<>();

  @Override
  public synchronized void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    super.taskRun(node, index, state, run);
    if (state instanceof State.Paused waits && waits.until().isEmpty()) {
      paused.complete(TaskPath.text(node, index));
    }
  }

  /** Cancels the run as soon as one of its task runs waits for an approval. */
  void cancel(FlowRun<?> run) {
    var _ = paused.thenAccept(_ -> run.cancel("nobody can approve it"));
  }

  /**
   * Refuses the result of a run that waited for an approval.
   *
   * @throws IllegalStateException if a task run waited; the message says what to write instead
   */
  void refuse() {
    if (paused.isDone()) {
      String task = paused.join();
      throw new IllegalStateException(
          "'"
              + task
              + "' waits for an approval, which run() cannot give: use start(), then"
              + " run().approve(\""
              + task
              + "\", \"Ann\") and finish(); or replace(\""
              + task
              + "\", null)");
    }
  }
}
