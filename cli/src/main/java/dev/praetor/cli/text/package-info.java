/**
 * Texts about runs, task runs, plans and failures, as people read them. Pure functions; nothing
 * here prints.
 */
@NullMarked
package dev.praetor.cli.text;

import org.jspecify.annotations.NullMarked;
