package dev.praetor;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run that has been started in this process. Safe to use from any thread. */
public interface FlowRun<R extends @Nullable Object> {
  RunId id();

  /** Waits until the run has ended. */
  FlowResult<R> await() throws InterruptedException;

  /** Waits at most so long; empty if the run has not ended by then. */
  Optional<FlowResult<R>> await(Duration longest) throws InterruptedException;

  /**
   * Asks the run to end: nothing new starts, what runs is interrupted, clean-up still runs. Does
   * nothing once the run has ended.
   */
  void cancel(String why);

  /**
   * Asks the run to end, for somebody.
   *
   * @param by who asks, for the record
   */
  default void cancel(String by, String why) {
    cancel(why + " (by " + by + ")");
  }

  /** The task runs that wait for a person. */
  List<TaskRun> paused();

  /**
   * Lets a paused task run go on.
   *
   * @param task the path of the task run: {@code approval} or {@code send[3]}
   * @param by who approves, for the record
   * @return whether it was paused
   */
  boolean approve(String task, String by);

  /** Refuses a paused task run, which then is Failed and not tried again. */
  boolean refuse(String task, String by, String why);
}
