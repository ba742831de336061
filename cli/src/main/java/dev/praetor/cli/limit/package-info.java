/**
 * Commands about the limits over all runs of a store: of runs of a flow, and of attempts with a
 * tag. The limits of one process ({@code praetor run --limit}) are options of that command.
 */
@NullMarked
package dev.praetor.cli.limit;

import org.jspecify.annotations.NullMarked;
