package dev.praetor.engine.loop;

import dev.praetor.engine.Spans;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import dev.praetor.engine.taskruns.TaskRunExtra;
import java.time.Duration;
import java.time.Instant;

/**
 * The deadlines of task runs, which bound all their attempts with the waits between them: the
 * deadline of the task, and in a run that is stopping the time limit of a clean-up. For the owner
 * of the run.
 */
final class Deadlines {
  private static final Duration LONGEST_CLEAN_UP = Duration.ofSeconds(30);
  private final Stopping stopping;
  private final Recorder recorder;
  private final Timers timers;
  private final AttemptEnds ends;
  private final TurnClock clock;

  Deadlines(
      Stopping stopping, Recorder recorder, Timers timers, AttemptEnds ends, TurnClock clock) {
    this.stopping = stopping;
    this.recorder = recorder;
    this.timers = timers;
    this.ends = ends;
    this.clock = clock;
  }

  /** Sets the deadline of a task run that begins an attempt, unless it has one already. */
  void begin(NodeRun run, int index) {
    Policy policy = run.node.policy();
    if (stopping.isStopping()) {
      limitCleanUp(run, index);
    } else if (policy.deadline().isPresent()) {
      TaskRunExtra extra = recorder.extra(run, index);
      if (!extra.hasDeadline()) {
        Duration longest = policy.deadline().get();
        String message = "took longer than its deadline of " + longest + " with all attempts";
        set(run, index, left(run, index, longest), message);
      }
    }
  }

  /** Returns what is left of a deadline, which may have begun in an earlier process. */
  private Duration left(NodeRun run, int index, Duration longest) {
    long started = run.children().started(index);
    if (started == 0) {
      return longest;
    }
    Instant begin = Snapshots.time(started);
    return Spans.left(begin, Spans.after(begin, longest), clock.date());
  }

  /**
   * Limits the clean-up of a run that is stopping, from now on: by the deadline or the timeout of
   * its task, or else by 30 seconds.
   */
  void limitCleanUp(NodeRun run, int index) {
    TaskRunExtra extra = recorder.extra(run, index);
    if (!extra.isLimited()) {
      extra.setLimited();
      Policy policy = run.node.policy();
      Duration longest = policy.deadline().or(policy::timeout).orElse(LONGEST_CLEAN_UP);
      String message = "took longer than " + longest + " after the run was stopped";
      set(run, index, longest, message);
    }
  }

  private void set(NodeRun run, int index, Duration longest, String message) {
    recorder
        .extra(run, index)
        .setDeadline(
            timers.after(clock.after(longest), () -> ends.deadlinePassed(run, index, message)));
  }
}
