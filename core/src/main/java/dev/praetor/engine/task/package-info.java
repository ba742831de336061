/**
 * The definitions of tasks, parameters and flows, with the code and the types read from method
 * references, the conversion of text and JSON to parameter values, and the rule of all names.
 * Internal. Definitions know neither graphs nor runs.
 */
@NullMarked
package dev.praetor.engine.task;

import org.jspecify.annotations.NullMarked;
