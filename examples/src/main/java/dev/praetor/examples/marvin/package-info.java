/**
 * Marvin runs a company's daily standup: one flow reminds those who have not given an update, one
 * posts all updates. The tasks are plain methods of {@link dev.praetor.examples.marvin.Marvin}; how
 * they fit together is in {@link dev.praetor.examples.marvin.StandupFlows}.
 */
@NullMarked
package dev.praetor.examples.marvin;

import org.jspecify.annotations.NullMarked;
