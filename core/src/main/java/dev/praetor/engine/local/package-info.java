/**
 * The entry points of the engine: running a flow in this process, a run under way, replaying one
 * recorded task run. Internal. Nothing in the engine depends on this package.
 */
@NullMarked
package dev.praetor.engine.local;

import org.jspecify.annotations.NullMarked;
