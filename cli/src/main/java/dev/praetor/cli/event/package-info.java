/**
 * Commands about events: what happened in a home, a database or a server beside the states of runs.
 */
@NullMarked
package dev.praetor.cli.event;

import org.jspecify.annotations.NullMarked;
