/**
 * Rules about the other modules that a compiler does not check: which modules and packages may
 * depend on each other, and what production code must not call. Tests of behaviour do not belong
 * here; they belong to the module they test.
 */
@NullMarked
package dev.praetor.architecture;

import org.jspecify.annotations.NullMarked;
