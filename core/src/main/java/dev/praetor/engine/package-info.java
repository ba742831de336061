/**
 * How a flow runs: pure decisions, the table of transitions, the journal. Internal: only Praetor's
 * own modules may use what is here, and it may change with every release.
 */
@NullMarked
package dev.praetor.engine;

import org.jspecify.annotations.NullMarked;
