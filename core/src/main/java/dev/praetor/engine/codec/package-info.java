/**
 * The conversion of values to JSON and back: for results, parameters, loop states, cached results
 * and replays alike. A codec is made for a type when a task is defined; a type of which values
 * could come back as something else is refused then, with the path to it. Internal.
 *
 * <p>JSON is plain wherever the declared type says everything about a value. Where it does not, as
 * for a sealed interface or {@code Object}, an object begins with the property {@code "@"}, which
 * names the type. Nothing here knows of runs, and nothing calls {@code toString}, getters or
 * serializers of authors.
 */
@NullMarked
package dev.praetor.engine.codec;

import org.jspecify.annotations.NullMarked;
