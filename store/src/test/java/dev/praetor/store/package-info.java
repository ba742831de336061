/** The store's contract, on both of its databases. */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
