package dev.praetor.cli.runs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/** Polls for a change that another process makes. Ctrl-C ends only the polling. */
final class Polling implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(250);
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final Object before = Signals.register("INT", interrupted::countDown);

  /** Waits for a condition; returns false if the time is over or Ctrl-C comes first. */
  boolean until(Duration longest, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!condition.getAsBoolean()) {
      boolean late = System.nanoTime() - deadline >= 0;
      if (late || interrupted.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    Signals.unregister("INT", before);
  }
}
