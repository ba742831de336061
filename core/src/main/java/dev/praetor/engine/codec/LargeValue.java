package dev.praetor.engine.codec;

import org.jspecify.annotations.Nullable;

/**
 * A large value that a journal has made durable, in place of the value itself, so that it takes
 * almost no memory while nothing reads it. Immutable and thread-safe.
 */
public interface LargeValue {
  /**
   * Reads the value, which is equal to the recorded one and shared with nobody. Waits for the
   * journal's storage, so it is not called by the thread that owns a run.
   *
   * @throws NotCarried if the recorded value does not fit its type
   */
  @Nullable Object read() throws NotCarried;
}
