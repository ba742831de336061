/**
 * The execution of one run: one thread owns all its state and handles events; task bodies run on
 * virtual threads of their own and report to the owner. Internal.
 *
 * <p>{@code RunLoop} takes the events; {@code RunParts} shows the parts it is put together from.
 * <em>Starting:</em> {@code DependencyTracker}, {@code NodeActivation}, {@code StartGate} with
 * {@code StartRule}, {@code Dispatcher} with {@code ReadyLanes}, {@code AttemptStarter}.
 * <em>Attempts:</em> {@code RunningAttempts}, {@code AttemptRunner}, {@code AttemptEnds}.
 * <em>Maps:</em> {@code MapExpander}. <em>Nodes without a task:</em> {@code ControlNodes}, {@code
 * ChildFlows}. <em>Earlier results:</em> {@code KnownBefore}, that is {@code Recovery} in a resumed
 * run and {@code Reuse} in a restart. <em>Ends:</em> {@code Recorder}, {@code FinishedQueue},
 * {@code NodeEnds}. <em>Stopping:</em> {@code Cancellation}. <em>Orders of people:</em> {@code
 * Approvals}, {@code Interventions}.
 *
 * <p>Only the owner accesses a {@code NodeRun}; other threads see {@code RunContext}. Every change
 * of a state goes through {@code Recorder}; dependents are notified of an end once it is durable in
 * the journal. No part may know {@code RunLoop}.
 */
@NullMarked
package dev.praetor.engine.loop;

import org.jspecify.annotations.NullMarked;
