package dev.praetor.engine.loop;

import dev.praetor.engine.taskruns.NodeRun;
import java.time.Instant;

/** Timers of single task runs, each of which the end of its task run cancels. For the owner. */
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
