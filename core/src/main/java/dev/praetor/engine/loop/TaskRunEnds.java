package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.run.RunNotRecorded;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends task runs: records the end and queues it for their dependents. For the owner of the run. */
final class TaskRunEnds {
  private static final String NOT_RECORDED = "NotRecorded";
  private final Recorder recorder;
  private final FinishedQueue finished;
  private final TagSlots slots;
  private final TurnClock clock;

  TaskRunEnds(Recorder recorder, FinishedQueue finished, TagSlots slots, TurnClock clock) {
    this.recorder = recorder;
    this.finished = finished;
    this.slots = slots;
    this.clock = clock;
  }

  void end(NodeRun run, int index, State state) {
    end(run, index, state, Optional.empty());
  }

  void end(NodeRun run, int index, State state, Optional<Journal.EncodedValue> kept) {
    slots.withdraw(run, index);
    recorder.enter(run, index, state, kept);
    finished.add(run, index);
  }

  void end(NodeRun run, int index, State state, Failure failure) {
    recorder.failure(run, index, failure);
    end(run, index, state);
  }

  void succeed(NodeRun run, int index, @Nullable Object value) {
    succeed(run, index, value, Optional.empty(), clock.now());
  }

  void succeed(
      NodeRun run,
      int index,
      @Nullable Object value,
      Optional<Journal.EncodedValue> kept,
      Instant ended) {
    recorder.success(run, index, value, kept, ended);
    finished.add(run, index);
  }

  /** Queues an end that is already recorded, with index -1 the end of a mapped node. */
  void recorded(NodeRun run, int index) {
    finished.add(run, index);
  }

  /** Records the exception of a task run that is about to fail. */
  void thrown(NodeRun run, int index, Class<?> type, boolean permanent) {
    recorder.extra(run, index).setThrown(type);
    if (permanent) {
      recorder.extra(run, index).setPermanent();
    }
  }

  /** Fails a task run for a reason given by a person or a rule. */
  void refuse(NodeRun run, int index, String message) {
    Failure refused = new Failure(Journal.REFUSED, message, "", Optional.empty(), false);
    fail(run, index, refused, message);
  }

  void fail(NodeRun run, int index, Failure failure, String message) {
    end(run, index, new State.Failed(message, clock.now(), Optional.of(failure)), failure);
  }

  /**
   * Replaces the end of a task run that can never be recorded by a failure with the reason. Nothing
   * depends on the first end yet, because it is not durable. A task run that has not ended fails
   * when its end cannot be recorded either.
   *
   * @throws RunNotRecorded if not even the failure can be recorded
   */
  void notRecorded(NodeRun run, int index, String why) {
    State last = index < 0 ? Snapshots.ofNode(run) : Snapshots.of(run, index);
    if (!last.isFinished()) {
      return;
    }
    if (last instanceof State.Unsuccessful end
        && end.failure().filter(failure -> failure.type().equals(NOT_RECORDED)).isPresent()) {
      throw new RunNotRecorded(run.path(index) + " cannot be recorded: " + why);
    }
    Failure failure = notRecorded(why);
    Optional<Failure> cause = Optional.of(failure);
    recorder.replaceEnd(run, index, new State.Failed(failure.message(), clock.now(), cause));
  }

  static Failure notRecorded(String why) {
    return new Failure(NOT_RECORDED, "it cannot be recorded: " + why, "", Optional.empty(), false);
  }

  /** Ends a mapped node as a whole, without children. */
  void endNode(NodeRun run, State state) {
    recorder.own(run, state);
    finished.add(run, -1);
  }
}
