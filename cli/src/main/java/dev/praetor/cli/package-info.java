/**
 * The one program, {@code praetor}: reads a command line, asks the other modules to do the work,
 * and says what came of it. Decisions about runs do not belong here.
 */
@NullMarked
package dev.praetor.cli;

import org.jspecify.annotations.NullMarked;
