/**
 * The recording of what callers change, and of what is refused to them, in the audit log of the
 * store: {@code Audit} records, {@code ChangeRules} says what of each change, {@code Sender} who
 * sent a request. A change that the rules do not list keeps the server from starting. How rows are
 * written and chained belongs to the store.
 */
@NullMarked
package dev.praetor.server.audit;

import org.jspecify.annotations.NullMarked;
