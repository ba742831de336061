package dev.praetor;

import dev.praetor.schedule.Adjustment;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.Filter;
import dev.praetor.schedule.Overlap;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.Timetable;
import dev.praetor.schedule.internal.text.ScheduleDescription;
import dev.praetor.schedule.internal.ticks.FiringCheck;
import dev.praetor.schedule.internal.ticks.MissedOccurrences;
import dev.praetor.schedule.internal.ticks.OccurrenceIterator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The times at which a flow runs: one or several clocks, a filter on their ticks, adjustments of
 * the admitted ticks, and the rules for occurrences that were missed or that are due while an
 * earlier run is in progress.
 *
 * <pre>{@code
 * Schedule.of(
 *     cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"),
 *     cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF"))
 * }</pre>
 *
 * <p>A schedule is a value: it needs no server and, except in {@link #next(int)}, reads no wall
 * clock. Immutable: every method that changes a schedule returns a new one.
 *
 * <p>Occurrences are in time order. The ticks of one clock are strictly ascending. If several
 * clocks tick at the same instant, occurrences with equal parameters are merged into one;
 * occurrences with different parameters are all kept, in the order of the clocks, since each
 * requires its own run. The calendar ends with the year 9999, and so does every schedule.
 *
 * @param clocks the clocks, at least one
 * @param filter the filter on the ticks of the clocks
 * @param adjustments the adjustments of the admitted ticks, applied one after the other
 * @param catchUp the rule that selects the missed occurrences to make up
 * @param overlap the rule for an occurrence that is due while an earlier run is in progress
 */
public record Schedule(
    List<ScheduleClock> clocks,
    Filter filter,
    List<Adjustment> adjustments,
    CatchUp catchUp,
    Overlap overlap) {

  /**
   * Checks that every clock can fire, and copies the lists.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if there is no clock, or a clock can never fire
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if the search could not determine whether a
   *     clock can fire
   */
  public Schedule {
    clocks = List.copyOf(clocks);
    adjustments = List.copyOf(adjustments);
    FiringCheck.check(clocks, filter);
  }

  /**
   * Returns a schedule of the given clocks, which makes up the latest missed occurrence and allows
   * runs to overlap.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if there is no clock, or a clock can never fire
   */
  public static Schedule of(ScheduleClock... clocks) {
    return new Schedule(
        List.of(clocks), Filter.everything(), List.of(), CatchUp.latest(), Overlap.ALLOW);
  }

  /** Returns the same schedule, restricted to the times that another filter admits. */
  public Schedule only(Filter more) {
    return new Schedule(
        clocks,
        filter.equals(Filter.everything()) ? more : filter.and(more),
        adjustments,
        catchUp,
        overlap);
  }

  /** Returns the same schedule without the times that a filter admits, such as holidays. */
  public Schedule except(Filter excluded) {
    return only(excluded.negate());
  }

  /** Returns the same schedule with a further adjustment, applied after the others. */
  public Schedule adjusted(Adjustment more) {
    List<Adjustment> all = new ArrayList<>(adjustments);
    all.add(more);
    return new Schedule(clocks, filter, all, catchUp, overlap);
  }

  /** Returns the same schedule with another rule for missed occurrences. */
  public Schedule withCatchUp(CatchUp other) {
    return new Schedule(clocks, filter, adjustments, other, overlap);
  }

  /** Returns the same schedule with another rule for overlapping runs. */
  public Schedule withOverlap(Overlap other) {
    return new Schedule(clocks, filter, adjustments, catchUp, other);
  }

  /**
   * Returns the next {@code n} occurrences after the current time of the system clock; see {@link
   * #next(int, Instant)}.
   */
  public List<Occurrence> next(int n) {
    return next(n, InstantSource.system());
  }

  /**
   * Returns the next {@code n} occurrences after the current time of a clock; see {@link #next(int,
   * Instant)}.
   */
  public List<Occurrence> next(int n, InstantSource now) {
    return next(n, now.instant());
  }

  /**
   * Returns the next {@code n} occurrences strictly after an instant, or fewer if the schedule ends
   * before.
   *
   * @throws IllegalArgumentException if n is negative
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if the filter refuses too many times in a row
   */
  public List<Occurrence> next(int n, Instant after) {
    if (n < 0) {
      throw new IllegalArgumentException(
          "the number of occurrences must be 0 or more, not %d".formatted(n));
    }
    List<Occurrence> next = new ArrayList<>(Math.min(n, 100));
    OccurrenceIterator occurrences = new OccurrenceIterator(timetable(), after);
    while (next.size() < n && occurrences.hasNext()) {
      next.add(occurrences.next());
    }
    return next;
  }

  /**
   * Returns all occurrences strictly after an instant as a lazy stream.
   *
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp when the stream is consumed, if the filter
   *     refuses too many times in a row
   */
  public Stream<Occurrence> stream(Instant after) {
    return OccurrenceIterator.stream(timetable(), after);
  }

  /**
   * Returns the occurrences strictly after one instant and not after another, so that consecutive
   * windows neither omit nor repeat an occurrence.
   */
  public List<Occurrence> between(Instant after, Instant last) {
    return stream(after).takeWhile(occurrence -> !occurrence.at().isAfter(last)).toList();
  }

  /**
   * Returns the occurrences at exactly this instant: none, one, or several with different
   * parameters.
   */
  public List<Occurrence> at(Instant moment) {
    return between(moment.minusNanos(1), moment);
  }

  /**
   * Returns the missed occurrences to make up, in time order, if no run was started for the
   * occurrences strictly after one instant and not after another.
   *
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if more than 100,000 occurrences were missed
   */
  public List<Occurrence> missed(Instant after, Instant now) {
    return MissedOccurrences.toMakeUp(timetable(), catchUp, after, now);
  }

  /**
   * Returns a description of the schedule in words, such as "at 08:30 on Monday to Friday, New York
   * time".
   */
  public String explain() {
    return ScheduleDescription.of(timetable(), catchUp, overlap);
  }

  private Timetable timetable() {
    return new Timetable(clocks, filter, adjustments);
  }
}
