package dev.praetor.store.model;

import java.time.Instant;

/**
 * A process of a worker, with the code of a package.
 *
 * @param code the SHA-256 of the package
 * @param pid its number on the machine of the worker
 * @param isolated true if it runs one run only
 */
public record WorkerRunner(String code, long pid, Instant started, boolean isolated) {}
