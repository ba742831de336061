/**
 * The standup bot Marvin: a flow reminds the members who have not given an update, and another flow
 * posts all updates. The tasks are plain methods of {@link dev.praetor.examples.marvin.Marvin};
 * {@link dev.praetor.examples.marvin.StandupFlows} combines them to flows.
 */
@NullMarked
package dev.praetor.examples.marvin;

import org.jspecify.annotations.NullMarked;
