/**
 * The runs of this process: the door through which each run enters, the runs in progress, and the
 * results of runs that ended in other processes. Knows nothing about schedules and queues.
 */
@NullMarked
package dev.praetor.embedded.run;

import org.jspecify.annotations.NullMarked;
