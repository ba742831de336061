/**
 * Signals between the processes with one store: that something has changed, by topic, and nothing
 * more. Whoever gets a signal reads the store. A signal may be lost with the connection or the
 * process that carries it, so each listener also looks at the store by itself now and then; nothing
 * here reads or writes the tables.
 */
@NullMarked
package dev.praetor.store.signal;

import org.jspecify.annotations.NullMarked;
