package dev.praetor.engine.loop;

import dev.praetor.engine.events.Timers;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Instant;

/** The timers of task runs. The end of a task run cancels its timer. For the owner of the run. */
final class TaskRunTimers {
  private final Timers timers;
  private final Recorder recorder;

  TaskRunTimers(Timers timers, Recorder recorder) {
    this.timers = timers;
    this.recorder = recorder;
  }

  void at(NodeRun run, int index, Instant time, Runnable action) {
    recorder.timer(run, index, timers.at(time, action));
  }
}
