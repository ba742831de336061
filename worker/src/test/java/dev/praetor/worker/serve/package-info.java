/** Tests of flows that an application serves for a server. */
@NullMarked
package dev.praetor.worker.serve;

import org.jspecify.annotations.NullMarked;
