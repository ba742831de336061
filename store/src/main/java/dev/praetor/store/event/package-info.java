/**
 * Events: what happens in a store beside the states of runs and task runs, for people who ask later
 * why something was as it was. An event is written in the transaction of what it tells of, so it is
 * there exactly if that has happened. Nothing is written for ordinary transitions of runs. Events
 * are read by {@code store.query}.
 */
@NullMarked
package dev.praetor.store.event;

import org.jspecify.annotations.NullMarked;
