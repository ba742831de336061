package dev.praetor.schedule.internal.ticks;

import dev.praetor.Occurrence;
import dev.praetor.schedule.CatchUp;
import dev.praetor.schedule.ScheduleClock;
import dev.praetor.schedule.ScheduleSearchGaveUp;
import dev.praetor.schedule.Timetable;
import dev.praetor.schedule.internal.time.Horizon;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The computation of the missed occurrences that are made up. */
public final class MissedOccurrences {
  private static final int MOST = 100_000;
  private static final Duration FIRST_LOOK_BACK = Duration.ofMinutes(2);

  private MissedOccurrences() {}

  /** Returns the result of {@code Schedule.missed}. */
  public static List<Occurrence> toMakeUp(
      Timetable times, CatchUp catchUp, Instant after, Instant now) {
    Instant from = Horizon.within(after);
    return switch (catchUp) {
      case CatchUp.None _ -> List.of();
      case CatchUp.Latest _ -> latest(times, from, now);
      case CatchUp.All _ -> all(times, from, now);
      case CatchUp.Within within ->
          all(times, later(from, now.minus(within.window()).minusNanos(1)), now);
    };
  }

  private static List<Occurrence> all(Timetable times, Instant after, Instant now) {
    List<Occurrence> missed =
        OccurrenceIterator.stream(times, after)
            .takeWhile(occurrence -> !occurrence.at().isAfter(now))
            .limit(MOST + 1)
            .toList();
    if (missed.size() > MOST) {
      throw new ScheduleSearchGaveUp(
          ("more than %,d occurrences were missed from %s to %s: make up only the "
                  + "latest, or the occurrences within a window")
              .formatted(MOST, after, now));
    }
    return missed;
  }

  private static List<Occurrence> latest(Timetable times, Instant after, Instant now) {
    Map<Map<String, Object>, List<ScheduleClock>> byParameters = new LinkedHashMap<>();
    for (ScheduleClock clock : times.clocks()) {
      byParameters.computeIfAbsent(clock.terms().parameters(), _ -> new ArrayList<>()).add(clock);
    }
    List<Occurrence> latest = new ArrayList<>();
    for (List<ScheduleClock> clocks : byParameters.values()) {
      Timetable alike = new Timetable(clocks, times.filter(), times.adjustments());
      addLatest(alike, after, now, latest);
    }
    latest.sort(Comparator.comparing(Occurrence::at));
    return latest;
  }

  /**
   * Adds the latest occurrence. The search looks back over increasing periods, so that a long
   * absence costs no more than a short one.
   */
  private static void addLatest(
      Timetable times, Instant after, Instant now, List<Occurrence> found) {
    Duration lookBack = FIRST_LOOK_BACK;
    while (after.isBefore(now)) {
      Instant from = later(after, now.minus(lookBack));
      var last =
          OccurrenceIterator.stream(times, from)
              .takeWhile(occurrence -> !occurrence.at().isAfter(now))
              .reduce((_, second) -> second);
      if (last.isPresent() || from.equals(after)) {
        last.ifPresent(found::add);
        return;
      }
      lookBack = lookBack.multipliedBy(4);
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
