package dev.praetor.store;

import java.time.Instant;
import java.util.Optional;

/** Which runs go. */
public record PruneFilter(
    Optional<Instant> endedBefore, Optional<String> flow, int keepLatest, boolean dryRun) {}
