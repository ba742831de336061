/**
 * The commands that start runs, {@code run} and {@code demo}: in the foreground, on a schedule,
 * with approvals at the terminal.
 */
@NullMarked
package dev.praetor.cli.run;

import org.jspecify.annotations.NullMarked;
