/**
 * Keys of programs and people who use a server, and what their roles include. The store keeps
 * hashes only, of keys, of the tokens of links and sessions, and of passwords, which arrive here as
 * hashes.
 */
@NullMarked
package dev.praetor.store.access;

import org.jspecify.annotations.NullMarked;
