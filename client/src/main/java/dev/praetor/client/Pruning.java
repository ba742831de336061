package dev.praetor.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The choice of ended runs that are to be deleted; one of the time and the number is given.
 *
 * @param endedBefore the time before which they ended
 * @param flow the name of their flow; absent for all flows
 * @param keep the number of the newest runs of each flow that stay
 */
public record Pruning(
    Optional<Instant> endedBefore, Optional<String> flow, Optional<Integer> keep) {
  /** Returns the variables of the request. */
  Map<String, @Nullable Object> variables() {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    endedBefore.ifPresent(time -> variables.put("endedBefore", time.toString()));
    flow.ifPresent(name -> variables.put("flow", name));
    keep.ifPresent(runs -> variables.put("keep", runs));
    return variables;
  }
}
