/**
 * The commands about schedules: {@code schedule preview}, and {@code schedules} of served flows.
 */
@NullMarked
package dev.praetor.cli.schedule;

import org.jspecify.annotations.NullMarked;
