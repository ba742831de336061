/**
 * The columns of task runs: a compact copy of what questions about many task runs read, made once a
 * run has ended.
 *
 * @hidden
 */
@NullMarked
package dev.praetor.store.columns;

import org.jspecify.annotations.NullMarked;
