/**
 * The execution of one run: one thread owns all its state and handles events; task bodies run on
 * virtual threads of their own and report to the owner. Internal.
 *
 * <p>Only the owner accesses a {@code NodeRun}; other threads see {@code RunContext}. Every change
 * of a state goes through {@code Recorder}; dependents are notified of an end once it is durable in
 * the journal. {@code RunParts} shows the references between the parts; no part may know {@code
 * RunLoop}.
 */
@NullMarked
package dev.praetor.engine.loop;

import org.jspecify.annotations.NullMarked;
