package dev.praetor.client;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of the defaults of new runs of a flow, in which what is absent stays as it is.
 * Immutable.
 *
 * @param parameters all values of parameters that a run does not give itself
 * @param labels all labels of new runs beside their own
 * @param isLimit true to change the limit
 * @param limit the largest number of runs at the same time; absent to remove the limit
 * @param isPool true to change the pool
 * @param pool the pool of new runs; absent for the one that the code of the flow names
 */
public record NewDefaults(
    Optional<Map<String, @Nullable Object>> parameters,
    Optional<Map<String, String>> labels,
    boolean isLimit,
    Optional<Integer> limit,
    boolean isPool,
    Optional<String> pool) {}
