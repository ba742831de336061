/**
 * What a run is started with and what it gives back: settings, request, finished run, and what its
 * document says. Internal. The execution itself is in {@code engine.loop}.
 */
@NullMarked
package dev.praetor.engine.run;

import org.jspecify.annotations.NullMarked;
