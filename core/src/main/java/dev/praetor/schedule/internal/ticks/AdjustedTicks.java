package dev.praetor.schedule.internal.ticks;

import dev.praetor.Occurrence;
import dev.praetor.schedule.Adjustment;
import dev.praetor.schedule.Timetable;
import dev.praetor.schedule.internal.time.Horizon;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a schedule after its adjustments, sorted again in time order. A moved time is held
 * back until no later tick can be moved before it. For one thread.
 */
final class AdjustedTicks implements OccurrenceIterator.Source {
  /**
   * An upper bound of the difference between a shift by whole days and its elapsed time: no zone
   * changes its clocks by more.
   */
  private static final Duration JUMP = Duration.ofHours(25);

  private final MergedTicks ticks;
  private final List<Adjustment> adjustments;
  private final Duration least;
  private final PriorityQueue<Moved> held =
      new PriorityQueue<>(Comparator.comparing(Moved::at).thenComparingLong(Moved::order));
  private long moved;
  private @Nullable Occurrence unmoved;

  AdjustedTicks(Timetable times, Instant after) {
    this.adjustments = times.adjustments();
    Duration least = Duration.ZERO;
    Duration most = Duration.ZERO;
    for (Adjustment adjustment : adjustments) {
      least = least.plus(least(adjustment));
      most = most.plus(most(adjustment));
    }
    this.least = least;
    this.ticks = new MergedTicks(times, Horizon.within(after).minus(most));
    this.unmoved = ticks.poll();
  }

  @Override
  public @Nullable Occurrence poll() {
    while (unmoved != null && (held.isEmpty() || mayComeBefore(unmoved, held.element()))) {
      Instant at = unmoved.at();
      for (Adjustment adjustment : adjustments) {
        at = adjustment.move(at, unmoved.zone());
      }
      held.add(new Moved(new Occurrence(at, unmoved.zone(), unmoved.parameters()), moved++));
      unmoved = ticks.poll();
    }
    Moved first = held.poll();
    return first == null || first.at().isAfter(Horizon.LAST) ? null : first.occurrence();
  }

  private boolean mayComeBefore(Occurrence tick, Moved candidate) {
    return !tick.at().plus(least).isAfter(candidate.at());
  }

  private static Duration least(Adjustment adjustment) {
    return switch (adjustment) {
      case Adjustment.NextWeekday _ -> Duration.ZERO;
      case Adjustment.Shift shift -> shift.isWholeDays() ? shift.by().minus(JUMP) : shift.by();
    };
  }

  private static Duration most(Adjustment adjustment) {
    return switch (adjustment) {
      case Adjustment.NextWeekday _ -> Duration.ofDays(2).plus(JUMP);
      case Adjustment.Shift shift -> shift.isWholeDays() ? shift.by().plus(JUMP) : shift.by();
    };
  }

  private record Moved(Occurrence occurrence, long order) {
    Instant at() {
      return occurrence.at();
    }
  }
}
