/**
 * Recurrence rules of iCalendar (RFC 5545): the parser, the parts of a rule, the local times that
 * it selects, and their instants in a zone. Internal. Everything here is a function of the
 * calendar; nothing knows the schedule that contains the rule.
 */
@NullMarked
package dev.praetor.schedule.internal.recurrence;

import org.jspecify.annotations.NullMarked;
