/** Deletion: by hand, by age, and the job that applies the retention rules. */
@NullMarked
package dev.praetor.store.retention;

import org.jspecify.annotations.NullMarked;
