package dev.praetor.schedule.internal.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * From the clock on the wall to the time line: a time in a gap is the first moment after it, a time
 * that comes twice is its first occurrence. The result never falls when the local time rises.
 */
public final class WallTime {
  private WallTime() {}

  public static Instant first(ZoneRules rules, LocalDateTime local) {
    ZoneOffset offset = rules.getOffset(local);
    Instant instant = local.toInstant(offset);
    if (rules.isFixedOffset() || rules.getOffset(instant).equals(offset)) {
      return instant;
    }
    ZoneOffsetTransition gap = rules.getTransition(local);
    return gap == null ? instant : gap.getInstant();
  }

  /** The same in seconds since 1970-01-01T00:00, on the wall and in UTC. */
  public static long first(ZoneRules rules, long localSecond) {
    LocalDateTime local = LocalDateTime.ofEpochSecond(localSecond, 0, ZoneOffset.UTC);
    ZoneOffset offset = rules.getOffset(local);
    long second = localSecond - offset.getTotalSeconds();
    if (rules.getOffset(Instant.ofEpochSecond(second)).equals(offset)) {
      return second;
    }
    ZoneOffsetTransition gap = rules.getTransition(local);
    return gap == null ? second : gap.toEpochSecond();
  }

  /** The moment from which what has no start is counted in a zone. */
  public static Instant anchor(ZoneId zone) {
    return first(zone.getRules(), Horizon.ANCHOR.atStartOfDay());
  }
}
