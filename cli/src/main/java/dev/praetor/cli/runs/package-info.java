/**
 * The commands about recorded runs: {@code runs list}, {@code show}, {@code restart} and their
 * siblings.
 */
@NullMarked
package dev.praetor.cli.runs;

import org.jspecify.annotations.NullMarked;
