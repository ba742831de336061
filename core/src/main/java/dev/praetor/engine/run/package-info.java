/**
 * The input and the output of a run: settings, request, finished run, its JSON document. Internal.
 * The execution itself is in {@code engine.loop}.
 */
@NullMarked
package dev.praetor.engine.run;

import org.jspecify.annotations.NullMarked;
