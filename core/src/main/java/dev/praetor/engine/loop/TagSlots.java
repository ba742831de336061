package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ReadyLanes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The slots of limited tags, which all runs share, and the task runs of this run that wait for a
 * slot: for each combination of tags in the order in which they came. For the owner of the run.
 */
final class TagSlots {
  private final TagLimits limits;
  private final RunContext context;
  private final Recorder recorder;
  private final ReadyLanes lanes;
  private final TurnClock clock;
  private final Map<Set<String>, Deque<Waiting>> waiting = new LinkedHashMap<>();
  private boolean listening;

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
   * slot is released. The position in the queue is recorded once, when the task run enters it.
   */
  boolean take(NodeRun run, int index) {
    if (!limits.concern(run.tags) || limits.take(run.tags)) {
      return true;
    }
    Deque<Waiting> queue = waiting.computeIfAbsent(run.tags, _ -> new ArrayDeque<>());
    if (run.children().type(index) == StateType.QUEUED) {
      queue.addFirst(new Waiting(run, index)); // Another run was faster.
    } else {
      queue.addLast(new Waiting(run, index));
      String message = "waits for a slot of tag " + limits.full(run.tags);
      recorder.enter(run, index, new State.Queued(message, clock.now(), queue.size()));
    }
    listen();
    if (limits.full(run.tags).isEmpty()) {
      // Another run released a slot after this run was refused and before it registered its wait.
      offerRetry();
    }
    return false;
  }

  private void listen() {
    if (!listening) {
      listening = true;
      limits.whenFreed(this::offerRetry);
    }
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

  /** Starts as many waiting task runs as there is room for. */
  private void retry() {
    listening = false;
    for (Map.Entry<Set<String>, Deque<Waiting>> queue : waiting.entrySet()) {
      int room = limits.room(queue.getKey());
      while (room > 0 && !queue.getValue().isEmpty()) {
        Waiting next = queue.getValue().removeFirst();
        if (next.run().children().type(next.index()) == StateType.QUEUED) {
          lanes.ready(next.run(), next.index());
          room--;
        }
      }
    }
    waiting.values().removeIf(Deque::isEmpty);
    if (!waiting.isEmpty()) {
      listen();
      if (waiting.keySet().stream().anyMatch(tags -> limits.room(tags) > 0)) {
        // Another run released a slot before this run listened again.
        offerRetry();
      }
    }
  }
}
