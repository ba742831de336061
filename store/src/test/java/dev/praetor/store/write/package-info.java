/** Tests of decisions of the write path. */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
