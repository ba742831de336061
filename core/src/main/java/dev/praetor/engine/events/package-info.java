/**
 * The turns of a thread that owns state: the mailbox through which other threads reach it, the
 * events it takes, its timers and the time of its current turn. Internal. Knows nothing of runs.
 */
@NullMarked
package dev.praetor.engine.events;

import org.jspecify.annotations.NullMarked;
