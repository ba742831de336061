/** Tests of the decisions of {@code praetor run}. */
@NullMarked
package dev.praetor.cli.run;

import org.jspecify.annotations.NullMarked;
