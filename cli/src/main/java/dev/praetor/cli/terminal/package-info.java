/**
 * The terminal: what is printed while a run is under way, live or line by line. Knows no command.
 */
@NullMarked
package dev.praetor.cli.terminal;

import org.jspecify.annotations.NullMarked;
