package dev.praetor;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A time at which a schedule is due. Immutable.
 *
 * @param at the instant at which the run is due
 * @param zone the time zone of the clock that produced the occurrence
 * @param parameters the parameters that the clock gives to the run
 */
public record Occurrence(Instant at, ZoneId zone, Map<String, Object> parameters) {
  /** Copies the parameters, in their order. */
  public Occurrence {
    parameters =
        parameters.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** Returns the local time of this occurrence in its zone. */
  public ZonedDateTime local() {
    return at.atZone(zone);
  }
}
