package dev.praetor.schedule.internal.ticks;

import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.CronClock;
import dev.praetor.schedule.DatesClock;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.IntervalClock;
import dev.praetor.schedule.InvalidSchedule;
import dev.praetor.schedule.RecurrenceClock;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.ScheduleSearchGaveUp;
import dev.praetor.schedule.internal.text.ScheduleDescription;
import dev.praetor.schedule.internal.time.Horizon;
import dev.praetor.schedule.internal.time.WallTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The check that refuses a schedule with a clock that can never fire within its start, its end and
 * the filter: a clock without a tick in 400 years. For one thread.
 */
public final class FiringCheck {
  /** The period after which the calendar repeats, including the weekdays: 400 years. */
  private static final Duration CYCLE = Duration.ofDays(146_097);

  private static final int MOST_CLOCKS = 1000;

  /**
   * The limit for all clocks together, so that the check of a schedule with many clocks does not
   * take minutes.
   */
  private static final int MOST_REFUSED = 1_000_000;

  private final Filter filter;
  private final List<String> problems = new ArrayList<>();
  private int refused;

  private FiringCheck(Filter filter) {
    this.filter = filter;
  }

  /**
   * Searches for one admitted tick of every clock.
   *
   * @throws InvalidSchedule if there is no clock, or a clock has no admitted tick; names all such
   *     clocks
   * @throws ScheduleSearchGaveUp if a search stopped at its limit without a result
   */
  public static void check(List<ScheduleClock> clocks, Filter filter) {
    if (clocks.isEmpty()) {
      throw new InvalidSchedule("the schedule has no clock: give one, such as cron(\"@daily\")");
    }
    if (clocks.size() > MOST_CLOCKS) {
      throw new InvalidSchedule(
          "the schedule has %,d clocks: at most %,d".formatted(clocks.size(), MOST_CLOCKS));
    }
    FiringCheck check = new FiringCheck(filter);
    clocks.stream().filter(check::mayBeSilent).forEach(check::probe);
    if (!check.problems.isEmpty()) {
      throw new InvalidSchedule(check.problems);
    }
  }

  private boolean mayBeSilent(ScheduleClock clock) {
    boolean bounded = clock.terms().end().isPresent() || clock.terms().start().isPresent();
    return bounded || clock instanceof RecurrenceClock || !filter.equals(Filter.everything());
  }

  private void probe(ScheduleClock clock) {
    Instant from = from(clock);
    Instant last = last(clock, from);
    FilteredTicks ticks = new FilteredTicks(clock, filter);
    if (ticks.between(from, last) == null) {
      problems.add(
          "%s: it can never fire, it has no time from %s to %s%s; change or remove it"
              .formatted(
                  ScheduleDescription.of(clock),
                  from.plusNanos(1),
                  last,
                  filter.equals(Filter.everything())
                      ? ""
                      : " that the filter admits (%s)".formatted(ScheduleDescription.of(filter))));
    }
    refused += ticks.refused();
    if (refused > MOST_REFUSED) {
      throw new ScheduleSearchGaveUp(
          "the filter (%s) refuses too many times to check all clocks: simplify it"
              .formatted(ScheduleDescription.of(filter)));
    }
  }

  private static Instant from(ScheduleClock clock) {
    ClockTerms terms = clock.terms();
    if (terms.start().isPresent()) {
      return Horizon.within(terms.start().get().in(terms.zone())).minusNanos(1);
    }
    return switch (clock) {
      case DatesClock _ -> Horizon.FIRST;
      case RecurrenceClock _ -> WallTime.anchor(terms.zone()).minusNanos(1);
      case CronClock _, IntervalClock _ ->
          terms
              .end()
              .map(end -> Horizon.within(Horizon.within(end.in(terms.zone())).minus(CYCLE)))
              .orElseGet(() -> WallTime.anchor(terms.zone()).minusNanos(1));
    };
  }

  private Instant last(ScheduleClock clock, Instant from) {
    Instant end =
        clock.terms().end().map(moment -> moment.in(clock.terms().zone())).orElse(Horizon.LAST);
    if (clock instanceof DatesClock) {
      return end;
    }
    Instant latestDate =
        Filters.latestDate(filter).atStartOfDay().plusDays(2).toInstant(ZoneOffset.UTC);
    Instant cycled = (latestDate.isAfter(from) ? latestDate : from).plus(CYCLE);
    return cycled.isBefore(end) ? cycled : end;
  }
}
