package dev.praetor.store.db;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Converts times to and from the form in which they are stored: microseconds since 1970. */
public final class Micros {
  private Micros() {}

  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  public static Instant of(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
