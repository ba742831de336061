package dev.praetor;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a run that stay the same while it is in progress, for hooks of its flow.
 * Immutable.
 *
 * @param id the id of the run
 * @param name the name of the run, for people
 * @param flow the name of the flow
 * @param parameters the values of the flow's parameters
 * @param scheduled the time at which the run was due, unchanged by retries and restarts
 */
public record RunDetails(
    RunId id,
    String name,
    String flow,
    Map<String, @Nullable Object> parameters,
    Instant scheduled) {
  /** Copies the parameters. */
  public RunDetails {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }
}
