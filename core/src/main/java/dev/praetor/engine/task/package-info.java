/**
 * Definitions: what a task, a parameter and a flow declare about themselves, with the code and the
 * types read from a method reference, and the conversion of text and JSON to parameter values.
 * Internal. Knows neither graphs nor runs.
 */
@NullMarked
package dev.praetor.engine.task;

import org.jspecify.annotations.NullMarked;
