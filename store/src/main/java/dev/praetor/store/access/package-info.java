/**
 * Keys of programs that use a server, and what their roles include. The store keeps hashes of keys
 * only; {@link dev.praetor.store.access.ApiKeys} is the only class that sees a key as text.
 */
@NullMarked
package dev.praetor.store.access;

import org.jspecify.annotations.NullMarked;
