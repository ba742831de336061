/**
 * Flows that an application runs in its own process for a server: {@link ServerHome} registers them
 * without a package, and runs their runs.
 */
@NullMarked
package dev.praetor.worker.serve;

import org.jspecify.annotations.NullMarked;
