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
 * When a flow runs: one or several clocks, a filter on their times, adjustments of what passes, and
 * what happens to occurrences that were missed or that come while an earlier run still goes on.
 *
 * <pre>{@code
 * Schedule.of(
 *     cron("30 8 * * MON-FRI").in("America/New_York").with("office", "DC"),
 *     cron("30 17 * * SUN-THU").in("America/Los_Angeles").with("office", "SF"))
 * }</pre>
 *
 * <p>A schedule is a value: it needs no server and, but for {@link #next(int)}, no wall clock.
 * Immutable; every change gives a new one.
 *
 * <p>Its occurrences are in time order. The times of one clock rise strictly. Where several clocks
 * tick at one instant, occurrences with equal parameters are one; those with different parameters
 * are all kept, in the order of the clocks, since each asks for a run of its own. The calendar ends
 * with the year 9999, and so does every schedule.
 *
 * @param clocks at least one
 * @param filter which times of the clocks count
 * @param adjustments where they are moved, one after the other
 * @param catchUp which missed occurrences are made up
 * @param overlap what happens while an earlier run goes on
 */
public record Schedule(
    List<ScheduleClock> clocks,
    Filter filter,
    List<Adjustment> adjustments,
    CatchUp catchUp,
    Overlap overlap) {

  /**
   * Checks that every clock can fire.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if there is no clock, or one that can never fire
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if it could not be found out whether one can
   */
  public Schedule {
    clocks = List.copyOf(clocks);
    adjustments = List.copyOf(adjustments);
    FiringCheck.check(clocks, filter);
  }

  /**
   * A schedule of some clocks, which makes up the latest missed occurrence and lets runs overlap.
   *
   * @throws dev.praetor.schedule.InvalidSchedule if there is no clock, or one that can never fire
   */
  public static Schedule of(ScheduleClock... clocks) {
    return new Schedule(
        List.of(clocks), Filter.everything(), List.of(), CatchUp.latest(), Overlap.ALLOW);
  }

  /** The same schedule, of whose times only those count that a filter admits too. */
  public Schedule only(Filter more) {
    return new Schedule(
        clocks,
        filter.equals(Filter.everything()) ? more : filter.and(more),
        adjustments,
        catchUp,
        overlap);
  }

  /** The same schedule without the times that a filter admits, such as holidays. */
  public Schedule except(Filter excluded) {
    return only(excluded.negate());
  }

  /** The same schedule, whose times are moved once more. */
  public Schedule adjusted(Adjustment more) {
    List<Adjustment> all = new ArrayList<>(adjustments);
    all.add(more);
    return new Schedule(clocks, filter, all, catchUp, overlap);
  }

  /** The same schedule with another rule for missed occurrences. */
  public Schedule withCatchUp(CatchUp other) {
    return new Schedule(clocks, filter, adjustments, other, overlap);
  }

  /** The same schedule with another rule for runs that overlap. */
  public Schedule withOverlap(Overlap other) {
    return new Schedule(clocks, filter, adjustments, catchUp, other);
  }

  /** The next occurrences from now on, by the clock of this machine. */
  public List<Occurrence> next(int n) {
    return next(n, InstantSource.system());
  }

  /** The next occurrences after what a clock says is now. */
  public List<Occurrence> next(int n, InstantSource now) {
    return next(n, now.instant());
  }

  /**
   * The next occurrences strictly after a moment: n of them, or fewer where the schedule ends.
   *
   * @throws IllegalArgumentException if n is negative
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if the filter refuses too many times in a row
   */
  public List<Occurrence> next(int n, Instant after) {
    if (n < 0) {
      throw new IllegalArgumentException("asked for %d occurrences: give 0 or more".formatted(n));
    }
    List<Occurrence> next = new ArrayList<>(Math.min(n, 100));
    OccurrenceIterator occurrences = new OccurrenceIterator(timetable(), after);
    while (next.size() < n && occurrences.hasNext()) {
      next.add(occurrences.next());
    }
    return next;
  }

  /**
   * All occurrences strictly after a moment, computed as they are asked for.
   *
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp also later, from the stream, if the filter
   *     refuses too many times in a row
   */
  public Stream<Occurrence> stream(Instant after) {
    return OccurrenceIterator.stream(timetable(), after);
  }

  /**
   * The occurrences strictly after one moment and not after another, so that windows which follow
   * each other neither lose nor double any.
   */
  public List<Occurrence> between(Instant after, Instant last) {
    return stream(after).takeWhile(occurrence -> !occurrence.at().isAfter(last)).toList();
  }

  /** The occurrences at exactly this moment: none, one, or several with different parameters. */
  public List<Occurrence> at(Instant moment) {
    return between(moment.minusNanos(1), moment);
  }

  /**
   * The occurrences to make up, in time order, where nothing was made of those strictly after one
   * moment and not after another.
   *
   * @throws dev.praetor.schedule.ScheduleSearchGaveUp if there are more than 100,000 of them
   */
  public List<Occurrence> missed(Instant after, Instant now) {
    return MissedOccurrences.toMakeUp(timetable(), catchUp, after, now);
  }

  /** The schedule in words, such as "at 08:30 on Monday to Friday, New York time". */
  public String explain() {
    return ScheduleDescription.of(timetable(), catchUp, overlap);
  }

  private Timetable timetable() {
    return new Timetable(clocks, filter, adjustments);
  }
}
