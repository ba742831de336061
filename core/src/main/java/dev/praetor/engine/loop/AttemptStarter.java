package dev.praetor.engine.loop;

import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.TaskRunExtra;

/**
 * Starts the next attempt of a task run, unless the run stops or a tag is full. For the owner of
 * the run.
 */
final class AttemptStarter {
  private final Stopping stopping;
  private final TagSlots slots;
  private final Recorder recorder;
  private final RunningAttempts running;
  private final Attempt.Owner owner;
  private final AttemptRunner runner;
  private final Deadlines deadlines;
  private final TurnClock clock;

  AttemptStarter(
      Stopping stopping,
      TagSlots slots,
      Recorder recorder,
      RunningAttempts running,
      Attempt.Owner owner,
      AttemptRunner runner,
      Deadlines deadlines,
      TurnClock clock) {
    this.stopping = stopping;
    this.slots = slots;
    this.recorder = recorder;
    this.running = running;
    this.owner = owner;
    this.runner = runner;
    this.deadlines = deadlines;
    this.clock = clock;
  }

  void start(NodeRun run, int index) {
    if (stopping.stops(run.node)) {
      stopping.cancel(run, index);
      return;
    }
    deadlines.begin(run, index);
    if (slots.take(run, index)) {
      running.launch(next(run, index));
    }
  }

  private Attempt next(NodeRun run, int index) {
    TaskRunExtra extra = run.children().extra(index);
    if (extra == null && run.node.task().orElseThrow().loop()) {
      extra = recorder.extra(run, index);
    }
    int number = 1;
    int iteration = 1;
    Attempt.Input input = Attempt.Input.ARGUMENTS;
    if (extra != null) {
      number = extra.beginAttempt();
      iteration = extra.iteration();
      input =
          extra
              .loop()
              .<Attempt.Input>map(loop -> new Attempt.Input.LoopState(loop.state()))
              .orElse(Attempt.Input.ARGUMENTS);
    }
    boolean asksCache = run.node.policy().cache().isPresent();
    if (!asksCache) {
      recorder.running(run, index, clock.now(), number);
    }
    return new Attempt(runner, owner, run, index, number, iteration, input);
  }
}
