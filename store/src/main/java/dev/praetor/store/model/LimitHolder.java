package dev.praetor.store.model;

import dev.praetor.RunId;
import java.util.Optional;

/**
 * A run or an attempt that counts towards a limit.
 *
 * @param task the path of the task run whose attempt holds a slot of a tag; absent for the limit of
 *     a flow, which counts runs
 */
public record LimitHolder(RunId run, Optional<String> task) {}
