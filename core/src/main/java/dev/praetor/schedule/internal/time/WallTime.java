package dev.praetor.schedule.internal.time;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * The conversion of local times to instants. A local time in a gap becomes the first moment after
 * the gap, a local time that occurs twice its first occurrence. A later local time never has an
 * earlier result.
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

  /** Converts a local time in seconds since 1970-01-01T00:00 to seconds in UTC. */
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

  /** Returns the default start of clocks in a zone. */
  public static Instant anchor(ZoneId zone) {
    return first(zone.getRules(), Horizon.ANCHOR.atStartOfDay());
  }
}
