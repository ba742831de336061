package dev.praetor.store.db;

import dev.praetor.engine.Spans;
import java.time.Instant;

/**
 * Converts times to and from the form in which they are stored: microseconds since 1970. Times
 * beyond the years that fit become the first or the last time that fits.
 */
public final class Micros {
  private Micros() {}

  public static long micros(Instant time) {
    return Spans.micros(time);
  }

  public static Instant of(long micros) {
    return Spans.ofMicros(micros);
  }
}
