package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.internal.cron.CronFields;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a cron expression in a zone. An expression whose hour field covers every hour is
 * matched against every elapsed second. Any other expression is matched against the local calendar,
 * and each local time is then converted to an instant. Immutable.
 */
record CronTicks(CronFields fields, ZoneRules rules) implements TickSource {

  @Override
  public @Nullable Instant after(Instant moment) {
    long second = moment.getEpochSecond();
    long next;
    if (rules.isFixedOffset()) {
      next = fixed(second, rules.getOffset(moment).getTotalSeconds());
    } else if (fields.coversEveryHour()) {
      next = elapsed(moment);
    } else {
      next = onLocalCalendar(moment);
    }
    return next > Horizon.LAST_SECOND ? null : Instant.ofEpochSecond(next);
  }

  private long fixed(long second, int offset) {
    long local = fields.from(second + offset + 1);
    return local == Horizon.NEVER ? Horizon.NEVER : local - offset;
  }

  private long onLocalCalendar(Instant moment) {
    long second = moment.getEpochSecond();
    long local = fields.from(second + rules.getOffset(moment).getTotalSeconds() + 1);
    while (local != Horizon.NEVER) {
      long candidate = WallTime.first(rules, local);
      if (candidate > second) {
        return candidate;
      }
      local = fields.from(local + 1);
    }
    return Horizon.NEVER;
  }

  private long elapsed(Instant moment) {
    long second = moment.getEpochSecond();
    int offset = rules.getOffset(moment).getTotalSeconds();
    ZoneOffsetTransition change = rules.nextTransition(moment);
    long next = fixed(second, offset);
    while (change != null && next >= change.toEpochSecond()) {
      if (change.toEpochSecond() > Horizon.LAST_SECOND) {
        return Horizon.NEVER;
      }
      next = fixed(change.toEpochSecond() - 1, change.getOffsetAfter().getTotalSeconds());
      change = rules.nextTransition(change.getInstant());
    }
    return next;
  }
}
