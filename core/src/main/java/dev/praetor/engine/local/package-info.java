/**
 * The entry points of the engine: runs of flows in this process, runs in progress, and replays of
 * recorded task runs. Internal. Nothing in the engine depends on this package.
 */
@NullMarked
package dev.praetor.engine.local;

import org.jspecify.annotations.NullMarked;
