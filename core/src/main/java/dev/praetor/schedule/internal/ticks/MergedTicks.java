package dev.praetor.schedule.internal.ticks;

import dev.praetor.Occurrence;
import dev.praetor.schedule.ClockTerms;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.Timetable;
import dev.praetor.schedule.internal.time.TickSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The admitted ticks of all clocks of a schedule, in time order. For one thread. */
final class MergedTicks implements OccurrenceIterator.Source {
  private final List<Cursor> cursors;

  MergedTicks(Timetable times, Instant after) {
    cursors = new ArrayList<>(times.clocks().size());
    for (ScheduleClock clock : times.clocks()) {
      cursors.add(new Cursor(clock, times.filter(), after));
    }
  }

  @Override
  public @Nullable Occurrence poll() {
    Cursor first = null;
    Instant earliest = null;
    for (Cursor cursor : cursors) {
      Instant tick = cursor.tick();
      if (tick != null && (earliest == null || tick.isBefore(earliest))) {
        first = cursor;
        earliest = tick;
      }
    }
    if (first == null || earliest == null) {
      return null;
    }
    first.advance(earliest);
    ClockTerms terms = first.clock.terms();
    return new Occurrence(earliest, terms.zone(), terms.parameters());
  }

  /** A clock and its next tick, which is searched for only when it is requested. */
  private static final class Cursor {
    private final ScheduleClock clock;
    private final TickSource ticks;
    private Instant taken;
    private @Nullable Instant tick;
    private boolean searched;

    Cursor(ScheduleClock clock, Filter filter, Instant after) {
      this.clock = clock;
      this.ticks =
          filter.equals(Filter.everything()) ? Ticks.of(clock) : new FilteredTicks(clock, filter);
      this.taken = after;
    }

    @Nullable Instant tick() {
      if (!searched) {
        tick = ticks.after(taken);
        searched = true;
      }
      return tick;
    }

    void advance(Instant to) {
      taken = to;
      searched = false;
    }
  }
}
