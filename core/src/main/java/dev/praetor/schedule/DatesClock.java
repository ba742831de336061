package dev.praetor.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ticks at given dates, each once however often it is given.
 *
 * @param dates at least one, in time order
 */
public record DatesClock(List<Moment> dates, ClockTerms terms) implements ScheduleClock {

  /**
   * Sorts the dates as the zone of the terms has them.
   *
   * @throws InvalidSchedule if there are none
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
