/**
 * A run as one JSON document: the same from the command line, an API and exports, whether the run
 * has just ended or was read from a store. The writer is here; {@code engine.run} and the store
 * give it what they know of a run. Nothing here runs or reads anything.
 */
@NullMarked
package dev.praetor.engine.document;

import org.jspecify.annotations.NullMarked;
