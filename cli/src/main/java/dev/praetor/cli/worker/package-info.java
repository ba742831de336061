/**
 * The commands that run registered flows: a worker, and the runners that it starts as processes of
 * this program. What a worker decides is in the module {@code worker}.
 */
@NullMarked
package dev.praetor.cli.worker;

import org.jspecify.annotations.NullMarked;
