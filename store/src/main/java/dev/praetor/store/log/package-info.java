/** Log lines of task runs: written in batches, read in pages. */
@NullMarked
package dev.praetor.store.log;

import org.jspecify.annotations.NullMarked;
