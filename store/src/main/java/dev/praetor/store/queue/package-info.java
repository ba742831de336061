/**
 * Runs that wait: for their time, for a limit, or for a process that serves their flow. {@code
 * RunQueue} decides which of them start next and claims them, as far as {@code FlowRoom} has room;
 * {@code WaitingRuns} explains by the same conditions why a run waits. Whether a new run waits at
 * all is decided when its row is written, by {@code store.write.AdmissionTable}. People set limits
 * through {@code Limits}.
 *
 * <p>{@code OwnersElsewhere} finds the runs of processes that have ended, for a process that serves
 * their flows: by the signs of life in {@code store.db.ProcessRow}, and by {@code
 * store.write.OwnerWatch} if a process on another machine is silent.
 */
@NullMarked
package dev.praetor.store.queue;

import org.jspecify.annotations.NullMarked;
