package dev.praetor.client;

/**
 * A run that a request made or found.
 *
 * @param isNew false if an earlier request with the same key made the run
 */
public record EnteredRun(RunInfo run, boolean isNew) {}
