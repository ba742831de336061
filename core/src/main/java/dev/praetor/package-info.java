/**
 * What the authors of flows import: {@link dev.praetor.Flow}, {@link dev.praetor.Task} and the
 * values that describe them. Everything here is immutable unless its page says otherwise. Nothing
 * here runs a flow; that is the engine's, which nobody outside Praetor touches.
 */
@NullMarked
package dev.praetor;

import org.jspecify.annotations.NullMarked;
