/**
 * The loading of flows from source files, jars and classes, for programs that run flows they were
 * not compiled with, and the parameters of runs as JSON ({@code FlowParameters}), as they are
 * recorded and read again. Internal.
 *
 * <p>Parameters that a person types or writes into a file are read in {@code cli.option}; a text or
 * JSON is converted to a parameter's type by {@code engine.task.ParameterTypes}. Nothing here knows
 * the options of a program or stores anything.
 */
@NullMarked
package dev.praetor.engine.loading;

import org.jspecify.annotations.NullMarked;
