/** The commands {@code praetor projects}: in a store, or at a server. */
@NullMarked
package dev.praetor.cli.project;

import org.jspecify.annotations.NullMarked;
