/**
 * The run loop and what it owns: one thread owns all state of a run, task bodies run on virtual
 * threads of their own and report to it. Internal.
 */
@NullMarked
package dev.praetor.engine.run;

import org.jspecify.annotations.NullMarked;
