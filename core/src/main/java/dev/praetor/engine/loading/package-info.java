/**
 * The loading of flows from source files, jars and classes, and the parameters of runs as JSON, for
 * every program that runs flows it was not compiled with. Nothing here knows how a program names
 * its options, nor keeps anything.
 */
@NullMarked
package dev.praetor.engine.loading;

import org.jspecify.annotations.NullMarked;
