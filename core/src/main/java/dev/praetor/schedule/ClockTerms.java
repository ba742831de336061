package dev.praetor.schedule;

import dev.praetor.schedule.internal.json.ScheduleJsonValues;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The properties that every clock has in addition to its times. Immutable.
 *
 * @param zone the zone, a region such as {@code America/New_York}; never an offset, except UTC
 * @param start the first moment at which the clock may tick, inclusive
 * @param end the last moment at which the clock may tick, inclusive
 * @param parameters the parameters that the clock gives to its runs, which override the flow's
 *     defaults; JSON values only, so that they can be stored
 */
public record ClockTerms(
    ZoneId zone, Optional<Moment> start, Optional<Moment> end, Map<String, Object> parameters) {

  /** The terms of a clock in UTC, without a start, an end or parameters. */
  public static final ClockTerms NONE =
      new ClockTerms(ZoneNames.UTC, Optional.empty(), Optional.empty(), Map.of());

  /**
   * Checks the zone and the parameters and copies the parameters.
   *
   * @throws InvalidSchedule if the zone is an offset other than UTC, or a parameter is not a JSON
   *     value
   */
  public ClockTerms {
    zone = ZoneNames.regionOf(Objects.requireNonNull(zone, "the zone is null"));
    parameters = ScheduleJsonValues.copyOf(parameters);
  }

  ClockTerms withZone(ZoneId other) {
    return new ClockTerms(other, start, end, parameters);
  }

  ClockTerms withStart(Moment other) {
    return new ClockTerms(zone, Optional.of(other), end, parameters);
  }

  ClockTerms withEnd(Moment other) {
    return new ClockTerms(zone, start, Optional.of(other), parameters);
  }

  ClockTerms withParameter(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(parameters);
    more.put(Objects.requireNonNull(name, "the name of the parameter is null"), value);
    return new ClockTerms(zone, start, end, more);
  }
}
