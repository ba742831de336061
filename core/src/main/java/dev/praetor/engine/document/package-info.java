/**
 * A run as one JSON document, which is the same from the command line, an API and exports, and for
 * a run that has just ended and a run read from a store. Internal. The writer is here; {@code
 * engine.run} and the store supply the data of a run. Nothing here runs or reads anything.
 */
@NullMarked
package dev.praetor.engine.document;

import org.jspecify.annotations.NullMarked;
