package dev.praetor.engine;

import dev.praetor.FlowRun;
import dev.praetor.State;
import dev.praetor.TaskRun;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Notifies several listeners, one after another. */
public record CompositeListener(List<RunListener> all) implements RunListener {
  public CompositeListener {
    all = List.copyOf(all);
  }

  @Override
  public void flowRun(State state) {
    all.forEach(each -> each.flowRun(state));
  }

  @Override
  public void taskRun(String node, int index, State state, Supplier<TaskRun> run) {
    all.forEach(each -> each.taskRun(node, index, state, run));
  }

  @Override
  public void runWithin(FlowRun<?> run, CompletableFuture<?> ended) {
    all.forEach(each -> each.runWithin(run, ended));
  }

  @Override
  public void taskRunWithin(Within taskRun, State state) {
    all.forEach(each -> each.taskRunWithin(taskRun, state));
  }

  @Override
  public void expanded(String node, int width) {
    all.forEach(each -> each.expanded(node, width));
  }

  @Override
  public void progress(String taskRun, double part, String message) {
    all.forEach(each -> each.progress(taskRun, part, message));
  }
}
