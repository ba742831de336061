/**
 * The runs of this process: the {@code Door} through which each run begins here, whoever asks for
 * it, the runs that wait for that ({@code RunsWaitingHere}), the runs in progress ({@code
 * RunsInProgress}), and the results of runs that ended in other processes. The door checks the
 * parameters of a new run and takes a slot of this process; whether the run starts or waits is
 * decided by the store, in {@code store.write.AdmissionTable}.
 *
 * <p>A run that has waited, or whose process has ended, was admitted before and is not admitted
 * again: {@code embedded.serve} claims it and begins it here. Knows nothing about schedules and
 * queues.
 */
@NullMarked
package dev.praetor.embedded.run;

import org.jspecify.annotations.NullMarked;
