package dev.praetor.engine.run;

import dev.praetor.RunId;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** Creates ids that sort by time: UUID version 7 (RFC 9562). Thread-safe. */
public final class RunIds {
  private static final SecureRandom RANDOM = new SecureRandom();

  private RunIds() {}

  public static RunId at(Instant time) {
    long high = time.toEpochMilli() << 16 | 0x7000L | RANDOM.nextInt(1 << 12);
    long low = RANDOM.nextLong() >>> 2 | 0x8000000000000000L;
    return new RunId(new UUID(high, low));
  }
}
