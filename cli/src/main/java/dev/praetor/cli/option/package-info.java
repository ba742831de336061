/** Options that several commands share: target, parameters, store, history. */
@NullMarked
package dev.praetor.cli.option;

import org.jspecify.annotations.NullMarked;
