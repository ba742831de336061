/**
 * The execution of one run: one thread owns all its state and takes events; task bodies run on
 * virtual threads of their own and report to it. Internal.
 *
 * <p>Only the owner touches a {@code NodeRun}; other threads see {@code RunContext}. Every change
 * of a state goes through {@code Recorder}; what depends on an end learns of it once the journal
 * has it. {@code RunParts} shows which part knows which; none may know {@code RunLoop}.
 */
@NullMarked
package dev.praetor.engine.loop;

import org.jspecify.annotations.NullMarked;
