package dev.praetor.cli.runs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jline.utils.Signals;

/** Looks again and again at something another process changes. Ctrl-C ends the looking alone. */
final class Polling implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(250);
  private final CountDownLatch left = new CountDownLatch(1);
  private final Object before = Signals.register("INT", left::countDown);

  /** Waits, and tells whether it came about in time and before Ctrl-C. */
  boolean until(Duration longest, BooleanSupplier looked) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!looked.getAsBoolean()) {
      boolean late = System.nanoTime() - deadline >= 0;
      if (late || left.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
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
