package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;

/** The ticks of an interval, counted in both directions from an anchor. */
final class IntervalTicks {
  private IntervalTicks() {}

  static TickSource elapsed(Duration interval, Instant anchor) {
    if (interval.toNanosPart() == 0) {
      long seconds = interval.toSeconds();
      return moment -> {
        long since = Duration.between(anchor, moment).toSeconds();
        return anchor.plusSeconds((Math.floorDiv(since, seconds) + 1) * seconds);
      };
    }
    return moment -> {
      Duration since = Duration.between(anchor, moment);
      Instant tick = anchor.plus(interval.multipliedBy(since.dividedBy(interval)));
      while (tick.isAfter(moment)) {
        tick = tick.minus(interval);
      }
      while (!tick.isAfter(moment)) {
        tick = tick.plus(interval);
      }
      return tick;
    };
  }

  /** Returns the ticks of an interval of whole days, which keep the local time of the anchor. */
  static TickSource wholeDays(long days, LocalDateTime anchor, ZoneRules rules) {
    return moment -> {
      LocalDateTime local =
          LocalDateTime.ofEpochSecond(
              moment.getEpochSecond(), moment.getNano(), rules.getOffset(moment));
      long ticks = Math.floorDiv(ChronoUnit.DAYS.between(anchor, local), days);
      Instant tick;
      do {
        ticks++;
        tick = WallTime.first(rules, anchor.plusDays(ticks * days));
      } while (!tick.isAfter(moment));
      return tick;
    };
  }
}
