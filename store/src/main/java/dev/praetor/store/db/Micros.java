package dev.praetor.store.db;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the store keeps them: microseconds since 1970. */
public final class Micros {
  private Micros() {}

  public static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  public static Instant of(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
