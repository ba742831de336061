package dev.praetor.engine.local;

import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.RunListener;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Passes the changes of a run within another one to the listener of the run around it. */
final class WithinListener implements RunListener {
  private final RunListener around;
  private final String outer;
  private final CompletableFuture<FlowRun<?>> within = new CompletableFuture<>();

  /**
   * Creates a listener to a run that is about to be created.
   *
   * @param outer the path of the task run whose code the run is
   */
  WithinListener(RunListener around, String outer) {
    this.around = around;
    this.outer = outer;
  }

  void created(StartedRun<?> run) {
    within.complete(run);
    around.runWithin(run, run.ended());
  }

  @Override
  public void runWithin(FlowRun<?> run, CompletableFuture<?> ended) {
    around.runWithin(run, ended);
  }

  @Override
  public void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    String path = TaskPath.text(node, index);
    var _ =
        within.thenAccept(
            it -> around.taskRunWithin(new Within(it, path, outer + "/" + path), state));
  }

  @Override
  public void taskRunWithin(Within taskRun, State state) {
    around.taskRunWithin(taskRun.in(outer), state);
  }
}
