/** Tests of a runner without a database. */
@NullMarked
package dev.praetor.worker.runner;

import org.jspecify.annotations.NullMarked;
