/**
 * The program {@code praetor}: its entry point and the list of its commands. Each group of commands
 * has a package of its own. Decisions about runs do not belong in this module: it reads a command
 * line, asks other modules, and prints the answer.
 */
@NullMarked
package dev.praetor.cli;

import org.jspecify.annotations.NullMarked;
