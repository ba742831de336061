package dev.praetor.store.queue;

import dev.praetor.RunId;
import java.util.Optional;

/**
 * A run that waits or waited, and that this process starts.
 *
 * @param restartOf the earlier run of which this run is a restart
 * @param restartFrom the place from which the restart runs again
 */
public record ClaimedRun(
    RunId id, String flow, Optional<RunId> restartOf, Optional<String> restartFrom) {}
