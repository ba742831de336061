package dev.praetor.schedule.internal.recurrence;

import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a recurrence rule: its local times, converted to instants, up to its COUNT and
 * UNTIL. For one thread.
 */
public final class RecurrenceTicks implements TickSource {
  private final LocalTimes times;
  private final ZoneRules rules;
  private final long lastSecond;
  private final int count;
  private long lastLocal;

  private RecurrenceTicks(LocalTimes times, ZoneRules rules, long lastSecond, int count) {
    this.times = times;
    this.rules = rules;
    this.lastSecond = lastSecond;
    this.count = count;
    this.lastLocal = count == 0 ? Horizon.NEVER : Long.MIN_VALUE;
  }

  /** Returns the ticks of a rule that starts at an instant, in a zone. */
  public static RecurrenceTicks of(RecurrenceParts rule, Instant start, ZoneId zone) {
    ZoneId calendar = rule.countsElapsedTime() ? zone.getRules().getOffset(start) : zone;
    LocalDateTime local = LocalDateTime.ofInstant(start, calendar).truncatedTo(ChronoUnit.SECONDS);
    return new RecurrenceTicks(
        LocalTimes.of(rule, local),
        calendar.getRules(),
        rule.end() == null ? Horizon.LAST_SECOND : rule.end().in(zone).getEpochSecond(),
        rule.count());
  }

  @Override
  public @Nullable Instant after(Instant moment) {
    long second = moment.getEpochSecond();
    long local = times.from(second + rules.getOffset(moment).getTotalSeconds() + 1);
    while (local != Horizon.NEVER && local <= lastLocal()) {
      long tick = WallTime.first(rules, local);
      if (tick > lastSecond || tick > Horizon.LAST_SECOND) {
        return null;
      }
      if (tick > second) {
        return Instant.ofEpochSecond(tick);
      }
      local = times.from(local + 1);
    }
    return null;
  }

  /** Returns the local time with the number of COUNT, or the last one there is. */
  private long lastLocal() {
    if (lastLocal == Long.MIN_VALUE) {
      long local = times.from(Long.MIN_VALUE);
      for (int i = 1; i < count && local != Horizon.NEVER; i++) {
        local = times.from(local + 1);
      }
      lastLocal = local;
    }
    return lastLocal;
  }
}
