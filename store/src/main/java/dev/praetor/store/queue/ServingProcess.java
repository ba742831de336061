package dev.praetor.store.queue;

import java.util.Optional;

/**
 * A process that starts waiting runs, as the store sees it.
 *
 * @param id its id in the store
 * @param code the SHA-256 of the registered package whose code it runs; absent for other code. It
 *     starts and resumes only the runs of its own code
 */
public record ServingProcess(String id, Optional<String> code) {}
