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
 * The ticks of a clock that a filter admits; one thread. Where a tick is refused the search goes on
 * from the moment at which the filter may answer otherwise, so that a filter which admits little
 * costs little.
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

  /** How many times the filter refused in the last search. */
  int refused() {
    return refused;
  }

  @Override
  public @Nullable Instant after(Instant moment) {
    return between(moment, Horizon.LAST);
  }

  /** The first admitted tick strictly after a moment and not after another. */
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
        "%s: the search gave up at %s, after %,d times from %s on that the filter refused (%s)"
            .formatted(
                ScheduleDescription.of(clock),
                from,
                MOST_REFUSED,
                moment,
                ScheduleDescription.of(filter)));
  }

  /** The last moment up to which every tick is surely refused too. */
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
