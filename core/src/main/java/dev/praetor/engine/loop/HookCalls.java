package dev.praetor.engine.loop;

import dev.praetor.RunDetails;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.RunningTask;
import dev.praetor.engine.author.HookRunner;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.task.Hooks;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.function.V1;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Notifies the hooks of a run: a hook of a task runs in the context of the task run it is told
 * about, a hook of the flow gets the details of the run. For the owner of the run.
 */
final class HookCalls {
  private final RunRequest request;
  private final AttemptRunner contexts;
  private final HookRunner runner;

  HookCalls(RunRequest request, AttemptRunner contexts, HookRunner runner) {
    this.request = request;
    this.contexts = contexts;
    this.runner = runner;
  }

  /** Notifies the hooks of the flow that the run has entered a state. */
  void flow(State state) {
    if (request.options().hooks().isEmpty()) {
      return;
    }
    for (var hook : request.options().hooks()) {
      runner.add(() -> {
        hook.apply(details(), state);
        return null;
      });
    }
  }

  /** Returns the details of the run for one hook, which may change the values in them. */
  private RunDetails details() {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(request.parameters());
    parameters.replaceAll((_, value) -> request.graph().codecs().lend(value));
    return new RunDetails(
        request.id(), request.identity().name(), request.flow(), parameters, request.scheduled());
  }

  /** Notifies the hooks of its task that a task run has entered a state. */
  void stateChanged(NodeRun run, int index) {
    Optional<Hooks> hooks = hooksOf(run);
    if (hooks.isPresent()) {
      TaskRun told = Snapshots.taskRun(run, index);
      call(hooks.get().onStateChange(), run, index, told);
      if (told.state().isUnsuccessful()) {
        call(hooks.get().onFailure(), run, index, told);
      }
    }
  }

  /** Notifies the hooks of its task that an attempt of a task run has failed. */
  void attemptFailed(NodeRun run, int index) {
    Optional<Hooks> hooks = hooksOf(run);
    if (hooks.isPresent()) {
      call(hooks.get().onAttemptFailed(), run, index, Snapshots.taskRun(run, index));
    }
  }

  private static Optional<Hooks> hooksOf(NodeRun run) {
    return run.node.task().map(task -> task.hooks()).filter(hooks -> !hooks.isEmpty());
  }

  private void call(List<V1<TaskRun>> hooks, NodeRun run, int index, TaskRun told) {
    if (hooks.isEmpty()) {
      return;
    }
    RunningTask context = contexts.contextOf(run, index, told);
    for (V1<TaskRun> hook : hooks) {
      runner.add(() -> CurrentTask.call(context, hook, Snapshots.lent(run.node, told)));
    }
  }
}
