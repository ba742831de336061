/**
 * Commands about the store of a home as a whole: its backup, and its copy in a database. What a
 * copy contains is decided in the store.
 */
@NullMarked
package dev.praetor.cli.store;

import org.jspecify.annotations.NullMarked;
