package dev.praetor.engine.taskruns;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.Journal;
import java.util.List;
import java.util.OptionalInt;

/**
 * Converts recorded task runs to the packed form in which they run. For the owner of the packed
 * task runs.
 */
public final class TaskRunPacker {
  /** The beginning of the message of a state with which an iteration of a loop begins. */
  public static final String ITERATION = "iteration ";

  private TaskRunPacker() {}

  public static void pack(TaskRun run, PackedTaskRuns into, int index) {
    into.setType(index, run.state().type());
    into.setEntered(index, Snapshots.micros(run.state().time()));
    into.setValue(index, run.value());
    if (!run.label().equals(Integer.toString(index))) {
      into.setLabel(index, run.label());
    }
    for (Transition transition : run.history()) {
      if (transition.state() instanceof State.Running) {
        into.setStarted(index, Snapshots.micros(transition.state().time()));
        break;
      }
    }
    if (!isOrdinary(run)) {
      into.putExtra(index, extra(run));
    }
  }

  private static TaskRunExtra extra(TaskRun run) {
    TaskRunExtra extra = TaskRunExtra.of(run.history(), run.state(), run.attempts(), crashes(run));
    run.failure().ifPresent(extra::setFailure);
    return extra;
  }

  /** Returns the number of crashes; of a loop, of its last iteration. */
  private static int crashes(TaskRun run) {
    int crashes = 0;
    for (Transition transition : run.history()) {
      if (isIteration(transition)) {
        crashes = 0;
      } else if (transition.state() instanceof State.Retrying again
          && again.cause().filter(Journal::isCrash).isPresent()) {
        crashes++;
      }
    }
    return crashes;
  }

  /** Returns the number of attempts of the last iteration of a loop. */
  public static int attemptsOfIteration(TaskRun run) {
    int attempts = 0;
    for (Transition transition : run.history()) {
      if (isIteration(transition)) {
        attempts = 0;
      } else if (transition.state() instanceof State.Running running
          && running.message().isEmpty()) {
        attempts++;
      }
    }
    return attempts;
  }

  /** Returns whether the next iteration of a loop begins, or waits for its begin. */
  private static boolean isIteration(Transition transition) {
    return transition.state() instanceof State.Running running
        && running.message().startsWith(ITERATION);
  }

  /** Copies a task run; the copy may change afterwards. */
  public static void copy(PackedTaskRuns from, int at, PackedTaskRuns into, int index) {
    into.setType(index, from.type(at));
    into.setStarted(index, from.started(at));
    into.setEntered(index, from.entered(at));
    into.setValue(index, from.value(at));
    String label = from.label(at);
    if (label != null) {
      into.setLabel(index, label);
    }
    TaskRunExtra known = from.extra(at);
    if (known != null) {
      into.putExtra(index, known.copy());
    }
  }

  /**
   * Returns whether the times of a task run describe its whole history: it ran once and succeeded,
   * or has not ended.
   */
  private static boolean isOrdinary(TaskRun run) {
    List<Transition> history = run.history();
    if (history.size() > 3 || run.failure().isPresent()) {
      return false;
    }
    for (int i = 0; i < history.size(); i++) {
      State state = history.get(i).state();
      StateType expected =
          i == 0 ? StateType.PENDING : i == 1 ? StateType.RUNNING : StateType.SUCCESS;
      if (state.type() != expected || !state.message().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the number of children of a mapped node; empty if it made none. */
  public static OptionalInt width(TaskRun own) {
    for (Transition transition : own.history()) {
      if (transition.state() instanceof State.Mapped mapped) {
        return OptionalInt.of(mapped.width());
      }
    }
    return OptionalInt.empty();
  }
}
