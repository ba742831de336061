package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The slots of limited tags, which all runs share, and the task runs of this run that wait for a
 * slot. For the owner of the run.
 */
final class TagSlots {
  private final TagLimits limits;
  private final RunContext context;
  private final Recorder recorder;
  private final ReadyLanes lanes;
  private final TurnClock clock;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  private record Waiting(NodeRun run, int index) {}

  TagSlots(RunContext context, Recorder recorder, ReadyLanes lanes, TurnClock clock) {
    this.limits = context.settings().tagLimits();
    this.context = context;
    this.recorder = recorder;
    this.lanes = lanes;
    this.clock = clock;
  }

  /**
   * Takes the slots that a task run needs; if a slot is unavailable, queues the task run until a
   * slot is released.
   */
  boolean take(NodeRun run, int index) {
    if (!limits.concern(run.tags) || limits.take(run.tags)) {
      return true;
    }
    waiting.add(new Waiting(run, index));
    String message = "waits for a slot of tag " + limits.full(run.tags);
    recorder.enter(run, index, new State.Queued(message, clock.now(), waiting.size()));
    limits.whenFreed(this::offerRetry);
    if (limits.full(run.tags).isEmpty()) {
      // Another run released a slot after this run was refused and before it registered its wait.
      offerRetry();
    }
    return false;
  }

  /** Releases the slots of a task run. */
  void free(NodeRun run) {
    if (limits.concern(run.tags)) {
      limits.free(run.tags);
    }
  }

  /** Requests another start of the waiting task runs. May be called by any thread. */
  private void offerRetry() {
    context.offer(new Command(this::retry));
  }

  private void retry() {
    List<Waiting> again = List.copyOf(waiting);
    waiting.clear();
    for (Waiting each : again) {
      if (each.run().children().type(each.index()) == StateType.QUEUED) {
        lanes.ready(each.run(), each.index());
      }
    }
  }
}
