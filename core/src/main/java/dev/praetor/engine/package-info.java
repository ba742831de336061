/**
 * The pure rules of a run and the interfaces to its surroundings: {@code Decisions} (skip rule,
 * trigger, retry, the end of a mapped node and of a flow), {@code TransitionTable}, the journal,
 * the listener and the clock; and the two ways from the API to the engine, {@code FlowRunner} and
 * {@code CurrentTask}. Internal: only the modules of Praetor may use the engine, and it may change
 * with every release.
 *
 * <p>The runner is found by {@link java.util.ServiceLoader}, with the class loader of this package,
 * so that it is found regardless of the class loader of a flow, and in jars that are merged into
 * one.
 *
 * <p>Nothing here holds state of a run, and nothing starts a thread. The rules are applied in
 * {@code engine.loop}: {@code engine.loop.StartRule} asks them once the upstreams of a task run
 * have ended, {@code engine.loop.AttemptEnds} when an attempt has failed.
 */
@NullMarked
package dev.praetor.engine;

import org.jspecify.annotations.NullMarked;
