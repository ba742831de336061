package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Nodes that wait for a time, without a thread. */
final class SleepNodes {
  private final RunLoop loop;

  SleepNodes(RunLoop loop) {
    this.loop = loop;
  }

  void begin(NodeRun run, int index, Work.Wait wait) {
    Instant now = loop.now();
    Instant until;
    try {
      Object value = loop.values().find(wait.until(), run, run.fullPath(index)).value();
      until =
          switch (value) {
            case Duration duration -> now.plus(duration);
            case Instant instant -> instant;
            case null, default ->
                throw new IllegalArgumentException("the time to wait until is " + value);
          };
    } catch (Throwable thrown) {
      Failure failure = loop.masker().failure(thrown);
      loop.entrance().fail(run, index, failure.summary(), Optional.of(failure));
      return;
    }
    if (!until.isAfter(now)) {
      loop.recorder().success(run, index, null, now);
      loop.finished(run, index);
      return;
    }
    State.Scheduled waiting = new State.Scheduled("waits until " + until, now, until);
    loop.recorder().enter(run, index, waiting);
    goOn(run, index, waiting);
  }

  void goOn(NodeRun run, int index, State.Scheduled waiting) {
    loop.recorder().detail(run, index).timer =
        loop.timers().at(waiting.at(), () -> end(run, index));
  }

  private void end(NodeRun run, int index) {
    loop.recorder().success(run, index, null, loop.now());
    loop.finished(run, index);
    loop.settle();
  }
}
