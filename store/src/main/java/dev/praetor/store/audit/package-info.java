/**
 * The audit log of a store: rows are added and read, and the chain of them is verified. Nothing
 * here changes or deletes a row; there is no statement for it in this module.
 */
@NullMarked
package dev.praetor.store.audit;

import org.jspecify.annotations.NullMarked;
