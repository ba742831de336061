package dev.praetor.engine.local;

import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import org.jspecify.annotations.Nullable;

/** The wait of a caller who gets the result of a run in any case. */
public final class UninterruptedWait {
  private UninterruptedWait() {}

  /**
   * Waits for the end of a run. If this thread is interrupted, the run is cancelled, and the thread
   * is interrupted when the run has ended.
   */
  public static <R extends @Nullable Object> FlowResult<R> await(FlowRun<R> run) {
    boolean interrupted = false;
    while (true) {
      try {
        FlowResult<R> result = run.await();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return result;
      } catch (InterruptedException e) {
        interrupted = true;
        run.cancel("the thread that waited for it was interrupted");
      }
    }
  }
}
