package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.Moment;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.internal.recurrence.RecurrenceTicks;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.TickSource;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ticks of a clock between its start and its end, both inclusive. For one thread. */
public final class Ticks implements TickSource {
  private final TickSource source;
  private final Instant beforeStart;
  private final Instant end;

  private Ticks(TickSource source, Instant beforeStart, Instant end) {
    this.source = source;
    this.beforeStart = beforeStart;
    this.end = end;
  }

  public static TickSource of(ScheduleClock clock) {
    ClockTerms terms = clock.terms();
    ZoneId zone = terms.zone();
    Optional<Instant> start = terms.start().map(moment -> moment.in(zone));
    Optional<Instant> end = terms.end().map(moment -> moment.in(zone));
    return new Ticks(
        source(clock, start),
        start.map(Ticks::justBefore).orElse(Horizon.FIRST),
        end.filter(moment -> moment.isBefore(Horizon.LAST)).orElse(Horizon.LAST));
  }

  private static Instant justBefore(Instant moment) {
    return moment.isAfter(Horizon.FIRST) ? moment.minusNanos(1) : Horizon.FIRST;
  }

  @Override
  public @Nullable Instant after(Instant moment) {
    Instant from = moment.isBefore(beforeStart) ? beforeStart : moment;
    if (!from.isBefore(end)) {
      return null;
    }
    Instant tick = source.after(from);
    return tick == null || tick.isAfter(end) ? null : tick;
  }

  private static TickSource source(ScheduleClock clock, Optional<Instant> start) {
    ZoneId zone = clock.terms().zone();
    return switch (clock) {
      case CronClock cron -> new CronTicks(cron.expression().fields(), zone.getRules());
      case IntervalClock interval -> intervalTicks(interval, zone, start);
      case DatesClock dates -> dateTicks(dates.dates(), zone);
      case RecurrenceClock recurrence ->
          RecurrenceTicks.of(
              recurrence.rule().parts(), start.orElseGet(() -> WallTime.anchor(zone)), zone);
    };
  }

  private static TickSource intervalTicks(
      IntervalClock clock, ZoneId zone, Optional<Instant> start) {
    Duration interval = clock.interval();
    Instant anchor = start.orElseGet(() -> WallTime.anchor(zone));
    if (!clock.isWholeDays()) {
      return IntervalTicks.elapsed(interval, anchor);
    }
    LocalDateTime local = LocalDateTime.ofInstant(anchor, zone);
    TickSource days = IntervalTicks.wholeDays(interval.toDays(), local, zone.getRules());
    return moment -> moment.isBefore(anchor) && start.isPresent() ? anchor : days.after(moment);
  }

  private static TickSource dateTicks(List<Moment> dates, ZoneId zone) {
    TreeSet<Instant> instants =
        dates.stream().map(date -> date.in(zone)).collect(Collectors.toCollection(TreeSet::new));
    return instants::higher;
  }
}
