package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.Filter;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.ScheduleSearchGaveUp;
import dev.praetor.schedule.internal.text.ScheduleDescription;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a clock that a filter admits. After a refused tick the search continues at the first
 * moment at which the result of the filter may change, so that a filter that admits little costs
 * little. For one thread.
 */
final class FilteredTicks implements TickSource {
  private static final int MOST_REFUSED = 250_000;

  private final ScheduleClock clock;
  private final TickSource ticks;
  private final Filter filter;
  private final ZoneId zone;
  private int refused;

  FilteredTicks(ScheduleClock clock, Filter filter) {
    this.clock = clock;
    this.ticks = Ticks.of(clock);
    this.filter = filter;
    this.zone = clock.terms().zone();
  }

  /** Returns the number of ticks that the filter refused in the last search. */
  int refused() {
    return refused;
  }

  @Override
  public @Nullable Instant after(Instant moment) {
    return between(moment, Horizon.LAST);
  }

  /** Returns the first admitted tick strictly after one instant and not after another, or null. */
  @Nullable Instant between(Instant moment, Instant last) {
    Instant from = moment;
    for (refused = 0; refused < MOST_REFUSED; refused++) {
      Instant tick = ticks.after(from);
      if (tick == null || tick.isAfter(last)) {
        return null;
      }
      LocalDateTime local = LocalDateTime.ofInstant(tick, zone);
      if (filter.admits(local)) {
        return tick;
      }
      from = lastRefused(tick, local);
    }
    throw new ScheduleSearchGaveUp(
        "%s: the search gave up at %s: the filter (%s) refused %,d times from %s on"
            .formatted(
                ScheduleDescription.of(clock),
                from,
                ScheduleDescription.of(filter),
                MOST_REFUSED,
                moment));
  }

  /** Returns an instant up to which the filter certainly refuses every tick. */
  private Instant lastRefused(Instant tick, LocalDateTime local) {
    LocalDateTime until = filter.unchangedUntil(local);
    if (until.getYear() > Horizon.LAST_YEAR) {
      until = LocalDateTime.ofInstant(Horizon.LAST, zone);
    }
    Instant last = WallTime.first(zone.getRules(), until).minusNanos(1);
    ZoneOffsetTransition change = zone.getRules().nextTransition(tick);
    if (change != null && change.getInstant().isBefore(last)) {
      last = change.getInstant().minusNanos(1);
    }
    return last.isAfter(tick) ? last : tick;
  }
}
