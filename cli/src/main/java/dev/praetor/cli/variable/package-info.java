/**
 * Commands about variables (set, get, list, delete), and the sources from which runs on the command
 * line get their variables.
 */
@NullMarked
package dev.praetor.cli.variable;

import org.jspecify.annotations.NullMarked;
