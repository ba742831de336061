package dev.praetor.store.query.row;

import dev.praetor.RunId;
import dev.praetor.store.model.StoredLog;

/** A log line of a run. */
public record LogRow(RunId run, StoredLog line) {}
