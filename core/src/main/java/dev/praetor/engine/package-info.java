/**
 * The pure rules of a run and the interfaces to what surrounds it: the decisions (skip, trigger,
 * retry, how a flow ends), the transition table, the journal, the listener, the clock; and the two
 * ways from the API to the engine, {@code FlowRunner} and {@code CurrentTask}. Internal: only the
 * modules of Praetor may use the engine, and it may change with every release.
 *
 * <p>The runner is found by {@link java.util.ServiceLoader}, with the class loader of this package,
 * so that it is found whatever class loader a flow comes from and in jars packed into one.
 *
 * <p>Nothing here holds state of a run, and nothing starts a thread. The loop that applies these
 * rules is in {@code engine.loop}.
 */
@NullMarked
package dev.praetor.engine;

import org.jspecify.annotations.NullMarked;
