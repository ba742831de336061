/** Tests of the worker with processes of the system in place of runners. */
@NullMarked
package dev.praetor.worker;

import org.jspecify.annotations.NullMarked;
