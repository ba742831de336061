/**
 * Texts for people about runs, task runs, plans and failures, which several commands share. Classes
 * here return text and print nothing. Advice that names a command or an option stands with the
 * command that gives it; the store and the engine name neither.
 */
@NullMarked
package dev.praetor.cli.text;

import org.jspecify.annotations.NullMarked;
