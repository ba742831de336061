/**
 * The execution of one run. Its owner takes the events of the run in turns, never two at the same
 * time: on the engine's few platform threads, or on a thread whose code of an author has just ended
 * ({@code engine.events.Turns}). Bodies of tasks and all other code of authors run outside of
 * turns, on threads of their own, and report to the owner. Internal.
 *
 * <p>{@code RunLoop} takes the events; {@code RunParts} shows the parts it is put together from.
 * <em>Starting:</em> {@code DependencyTracker}, {@code NodeActivation}, {@code Dispatcher} with
 * {@code engine.taskruns.ReadyLanes}, {@code StartGate} with {@code StartRule} and {@code
 * Branches}, {@code AttemptStarter}, {@code TagSlots}. <em>Attempts:</em> {@code RunningAttempts},
 * {@code AttemptRunner}, {@code ResultKeeper}, {@code AttemptEnds}, {@code Deadlines}. <em>Other
 * code of authors:</em> {@code AuthorCalls}, {@code HookCalls}, {@code FlowValue}. <em>Maps:</em>
 * {@code MapExpander}. <em>Nodes without a task:</em> {@code ControlNodes}, {@code ChildFlows}.
 * <em>Earlier results:</em> {@code KnownBefore}, that is {@code Recovery} in a resumed run and
 * {@code Reuse} in a restart. <em>Ends:</em> {@code TaskRunEnds}, {@code Recorder}, {@code
 * JournalBuffer}, {@code FinishedQueue}. <em>Stopping:</em> {@code Cancellation}, {@code Stopping}.
 * <em>Orders of people:</em> {@code Approvals}, {@code Interventions}.
 *
 * <p>Only the owner accesses an {@code engine.taskruns.NodeRun}, and only in a turn; other threads
 * see {@code RunContext}. Every change of a state goes through {@code Recorder}; dependents are
 * notified of an end once it is durable in the journal. No part may know {@code RunLoop}.
 */
@NullMarked
package dev.praetor.engine.loop;

import org.jspecify.annotations.NullMarked;
