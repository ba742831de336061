package dev.praetor.schedule;

import dev.praetor.schedule.internal.json.ScheduleJsonValues;
import dev.praetor.schedule.internal.time.ZoneNames;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What every clock has beside its times.
 *
 * @param zone a region such as {@code America/New_York}; never a mere offset
 * @param start the first moment at which the clock may tick, itself included
 * @param end the last moment at which the clock may tick, itself included
 * @param parameters what the runs made by this clock are given, above the flow's own defaults; JSON
 *     values only, so that they survive being stored
 */
public record ClockTerms(
    ZoneId zone, Optional<Moment> start, Optional<Moment> end, Map<String, Object> parameters) {

  /** UTC, without a start, an end or parameters. */
  public static final ClockTerms NONE =
      new ClockTerms(ZoneNames.UTC, Optional.empty(), Optional.empty(), Map.of());

  /**
   * Checks the zone and the parameters and copies them.
   *
   * @throws InvalidSchedule if the zone is an offset, or a parameter is no JSON value
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
