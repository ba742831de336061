/** The commands about schedules: {@code schedule preview}. */
@NullMarked
package dev.praetor.cli.schedule;

import org.jspecify.annotations.NullMarked;
