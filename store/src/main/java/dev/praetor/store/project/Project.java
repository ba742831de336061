package dev.praetor.store.project;

import java.time.Instant;
import java.util.Optional;

/**
 * A project: flows with names of their own, and everything that belongs to them.
 *
 * @param by who made it; absent for the default project
 * @param created the time at which it was made; absent for the default project, which always is
 */
public record Project(String name, Optional<String> by, Optional<Instant> created) {}
