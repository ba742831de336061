package dev.praetor.engine.run;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import java.util.Optional;

/** Results of an earlier run that this one reuses. Asked by the thread that owns the run. */
@FunctionalInterface
public interface Recorded {
  Recorded NOTHING = (node, index) -> Optional.empty();

  /**
   * What became of a task run earlier.
   *
   * @param index -1 where there is none
   */
  Optional<TaskRun> find(String node, int index);

  /** Whether a result can be taken over. */
  static boolean isReusable(TaskRun run) {
    State state = run.state();
    return state.isSuccessful() && state.type() != StateType.MAPPED;
  }
}
