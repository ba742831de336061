package dev.praetor;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One time at which a schedule is due.
 *
 * @param at the moment
 * @param zone the zone of the clock that gave it
 * @param parameters what the run is given by that clock
 */
public record Occurrence(Instant at, ZoneId zone, Map<String, Object> parameters) {
  /** Copies the parameters, in their order. */
  public Occurrence {
    parameters =
        parameters.isEmpty()
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /** What the clock on the wall shows at this moment in the zone. */
  public ZonedDateTime local() {
    return at.atZone(zone);
  }
}
