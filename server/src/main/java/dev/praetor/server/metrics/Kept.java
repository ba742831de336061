package dev.praetor.server.metrics;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A value that is expensive to compute, and is kept for a while. Thread-safe. */
final class Kept<T> implements Supplier<T> {
  private final Duration time;
  private final Supplier<T> source;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable T value;
  private long computed;

  Kept(Duration time, Supplier<T> source) {
    this.time = time;
    this.source = source;
  }

  @Override
  public T get() {
    lock.lock();
    try {
      if (value == null || System.nanoTime() - computed > time.toNanos()) {
        value = source.get();
        computed = System.nanoTime();
      }
      return Objects.requireNonNull(value);
    } finally {
      lock.unlock();
    }
  }
}
