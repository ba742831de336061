/**
 * Functions that may throw, by the number of their arguments. Method references and lambdas are
 * converted to these types; nothing else lives here.
 */
@NullMarked
package dev.praetor.function;

import org.jspecify.annotations.NullMarked;
