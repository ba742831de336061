/**
 * The interface to recorded runs, for commands and for what prints: reads, and changes of people.
 * It says nothing about the place where the runs are; the implementations on a store and on a
 * server belong into {@code dev.praetor.cli.place}.
 */
@NullMarked
package dev.praetor.cli.recorded;

import org.jspecify.annotations.NullMarked;
