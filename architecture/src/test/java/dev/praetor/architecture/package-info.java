/**
 * Rules about the other modules that a compiler does not check: who may know whom, and what no
 * production code may call. Tests of behaviour do not belong here; they stay beside what they test.
 */
@NullMarked
package dev.praetor.architecture;

import org.jspecify.annotations.NullMarked;
