/** Tests of the parts that answer runners. */
@NullMarked
package dev.praetor.server.runners;

import org.jspecify.annotations.NullMarked;
