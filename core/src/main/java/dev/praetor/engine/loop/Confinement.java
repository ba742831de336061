package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.TransitionTable;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Confines an error of the engine to the task run that it was about: the task run fails, the run
 * goes on. For the owner of the run.
 */
final class Confinement {
  private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);
  private final RunContext context;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final TurnClock clock;

  Confinement(RunContext context, Recorder recorder, TaskRunEnds ends, TurnClock clock) {
    this.context = context;
    this.recorder = recorder;
    this.ends = ends;
    this.clock = clock;
  }

  /** Runs an action about a task run, or with index -1 about a node. */
  void run(NodeRun run, int index, Runnable action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      fail(run, index, thrown);
    }
  }

  /**
   * Fails a task run, or with index -1 a node, because the engine did.
   *
   * @throws RunOwnershipLost if that is what was thrown, as it concerns the whole run
   */
  void fail(NodeRun run, int index, Throwable thrown) {
    if (thrown instanceof RunOwnershipLost lost) {
      throw lost;
    }
    String path = index < 0 ? run.name() : run.path(index);
    Failure failure = context.masker().failure(thrown).permanently();
    LOG.atError()
        .addKeyValue("run", context.id())
        .addKeyValue("task", path)
        .log("an error of the engine itself: {}\n{}", failure.summary(), failure.trace());
    String message = "an error of the engine itself: " + failure.summary();
    if (index < 0) {
      if (!run.isFinished()) {
        ends.endNode(run, new State.Failed(message, clock.now(), Optional.of(failure)));
      }
      return;
    }
    StateType type = run.children().type(index);
    if (type.isFinished()) {
      return;
    }
    if (!TransitionTable.TASK_RUN.allows(type, StateType.FAILED)) {
      if (!TransitionTable.TASK_RUN.allows(type, StateType.RUNNING)) {
        ends.end(run, index, new State.Cancelled(message, clock.now()));
        return;
      }
      recorder.running(run, index, clock.now(), Math.max(1, run.children().attempts(index)));
    }
    ends.fail(run, index, failure, message);
  }
}
