package dev.praetor.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A clock that ticks at given times, once at each even if it is given several times. Immutable.
 *
 * @param dates the times, at least one, in time order
 * @param terms the zone, start, end and parameters
 */
public record DatesClock(List<Moment> dates, ClockTerms terms) implements ScheduleClock {

  /**
   * Sorts the times by their instants in the zone of the terms and drops duplicates.
   *
   * @throws InvalidSchedule if there is no time
   */
  public DatesClock {
    if (dates.isEmpty()) {
      throw new InvalidSchedule("a clock of dates has no dates: give at least one");
    }
    List<Moment> sorted = new ArrayList<>(dates);
    ClockTerms zoned = terms;
    sorted.sort(Comparator.comparing(date -> date.in(zoned.zone())));
    dates = sorted.stream().distinct().toList();
  }

  @Override
  public DatesClock withTerms(ClockTerms other) {
    return new DatesClock(dates, other);
  }
}
