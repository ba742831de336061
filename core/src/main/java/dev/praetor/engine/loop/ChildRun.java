package dev.praetor.engine.loop;

import dev.praetor.Argument;
import dev.praetor.FlowResult;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.restart.RecordedRun;
import java.util.List;
import java.util.Optional;

/** A run of another flow that is a task run of this one. Thread-safe. */
public interface ChildRun {
  /** Waits for its end. */
  FlowResult<?> await() throws InterruptedException;

  void cancel(String why);

  /** Leaves it, as another process owns the run around it. */
  void leave(String why);

  /** Starts child runs. Called by a thread of its own for each. */
  @FunctionalInterface
  interface Starter {
    ChildRun start(RunContext parent, Request request);
  }

  /**
   * A child run to be started.
   *
   * @param task the path of the task run it is
   * @param before what is recorded of it, if it is resumed
   */
  record Request(
      FlowDefinition flow, String task, Optional<RecordedRun> before, List<Argument> arguments) {
    public Request {
      arguments = List.copyOf(arguments);
    }
  }
}
