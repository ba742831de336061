/**
 * The schedules of served flows: their places, and what people set on them. Runs that are due enter
 * as all others do, and no rule of schedules is decided here.
 */
@NullMarked
package dev.praetor.store.schedule;

import org.jspecify.annotations.NullMarked;
