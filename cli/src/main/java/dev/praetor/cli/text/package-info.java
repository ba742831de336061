/**
 * Texts for people about runs, task runs, plans and failures. Classes here return text and print
 * nothing.
 */
@NullMarked
package dev.praetor.cli.text;

import org.jspecify.annotations.NullMarked;
