/**
 * Facts about the classes of values: the classes that are used up by reading, and copies of the
 * same class. Knows nothing about codecs.
 */
@NullMarked
package dev.praetor.engine.codec.type;

import org.jspecify.annotations.NullMarked;
