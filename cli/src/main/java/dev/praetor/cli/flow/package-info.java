/** The commands about flows: {@code flow show}, {@code flow draw}. */
@NullMarked
package dev.praetor.cli.flow;

import org.jspecify.annotations.NullMarked;
