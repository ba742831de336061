package dev.praetor.store;

import dev.praetor.store.model.Retention;
import java.time.Duration;
import java.time.Instant;

/** The deletion of expired data at a time when whatever can expire has expired. */
final class FarFuture {
  private FarFuture() {}

  static void upkeep(StoreParts parts) {
    parts.upkeep(Retention.DEFAULT).apply(Instant.now().plus(Duration.ofDays(400)));
  }
}
