/**
 * The description of a flow as JSON, without its code. Internal. Everything a graph can express has
 * a case in the writer and in the reader.
 */
@NullMarked
package dev.praetor.engine.spec;

import org.jspecify.annotations.NullMarked;
