package dev.praetor.engine.loop;

import dev.praetor.Argument;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.FinishedRun;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A run of another flow that is a task run of its parent run. Thread-safe. */
public interface ChildRun {
  /** Begins the child run; what was requested before applies from its beginning. */
  void begin();

  /** Returns the end of the child run. */
  CompletableFuture<FinishedRun> ended();

  void cancel(String why);

  /** Requests a pause with the run around this one. */
  void pauseWithParent(String by, String why);

  /** Requests the end of the pause with the run around this one. */
  void resumeWithParent(String by, String why);

  /** Stops the child run silently, because another process owns its parent run. */
  void leave(String why);

  /** Creates child runs, which have not begun. Each call is made by a separate thread. */
  @FunctionalInterface
  interface Starter {
    ChildRun create(RunContext parent, Request request);
  }

  /**
   * A child run to be started.
   *
   * @param task the path of the parent's task run
   * @param before the record of the child run, if it is resumed
   */
  record Request(
      FlowDefinition flow, String task, Optional<RecordedRun> before, List<Argument> arguments) {
    public Request {
      arguments = List.copyOf(arguments);
    }
  }
}
