package dev.praetor.engine.task;

import dev.praetor.TaskRun;
import dev.praetor.function.V1;
import java.util.ArrayList;
import java.util.List;

/** The hooks that are notified of the changes of a task's runs. */
public record Hooks(
    List<V1<TaskRun>> onStateChange,
    List<V1<TaskRun>> onAttemptFailed,
    List<V1<TaskRun>> onFailure) {
  static final Hooks NONE = new Hooks(List.of(), List.of(), List.of());

  public Hooks {
    onStateChange = List.copyOf(onStateChange);
    onAttemptFailed = List.copyOf(onAttemptFailed);
    onFailure = List.copyOf(onFailure);
  }

  public boolean isEmpty() {
    return onStateChange.isEmpty() && onAttemptFailed.isEmpty() && onFailure.isEmpty();
  }

  static List<V1<TaskRun>> with(List<V1<TaskRun>> hooks, V1<TaskRun> one) {
    List<V1<TaskRun>> more = new ArrayList<>(hooks);
    more.add(one);
    return more;
  }
}
