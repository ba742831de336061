/**
 * The loading of flows from source files, jars and classes, and the parameters of runs as JSON, for
 * programs that run flows they were not compiled with. Internal. A text or JSON is converted to a
 * parameter's type in {@code engine.task}. Nothing here knows the options of a program or stores
 * anything.
 */
@NullMarked
package dev.praetor.engine.loading;

import org.jspecify.annotations.NullMarked;
