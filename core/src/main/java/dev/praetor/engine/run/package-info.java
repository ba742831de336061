/**
 * The input and the output of a run: settings, request, finished run, and the data that a finished
 * run supplies for its document ({@code engine.document} writes it). Internal. The execution itself
 * is in {@code engine.loop}.
 */
@NullMarked
package dev.praetor.engine.run;

import org.jspecify.annotations.NullMarked;
