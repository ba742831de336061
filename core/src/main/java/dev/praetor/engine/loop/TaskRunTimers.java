package dev.praetor.engine.loop;

import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Duration;
import java.time.Instant;

/** The timers of task runs. The end of a task run cancels its timer. For the owner of the run. */
final class TaskRunTimers {
  private final Timers timers;
  private final Recorder recorder;
  private final Confinement confinement;
  private final TurnClock clock;

  TaskRunTimers(Timers timers, Recorder recorder, Confinement confinement, TurnClock clock) {
    this.timers = timers;
    this.recorder = recorder;
    this.confinement = confinement;
    this.clock = clock;
  }

  /** Sets the timer of a task run to a length of time from now. */
  void after(NodeRun run, int index, Duration length, Runnable action) {
    recorder.timer(run, index, timers.after(clock.after(length), confined(run, index, action)));
  }

  private Runnable confined(NodeRun run, int index, Runnable action) {
    return () -> confinement.run(run, index, action);
  }

  /** Sets the timer of a task run to a date by the clock on the wall. */
  void at(NodeRun run, int index, Instant date, Runnable action) {
    recorder.timer(run, index, timers.at(date, confined(run, index, action)));
  }
}
