/**
 * Output on the terminal while a run is in progress, live or line by line, and the log of a process
 * that runs for others. Commands do not belong here.
 */
@NullMarked
package dev.praetor.cli.terminal;

import org.jspecify.annotations.NullMarked;
