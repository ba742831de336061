/**
 * The places where commands work: a store that this process opens, or a server. An interface for
 * each area (runs, flows, schedules, limits) takes and gives records of the store's model, so that
 * texts, documents and exit codes are the same for both places. The choice of the place, and the
 * profiles of servers, are here too. What is printed does not belong here.
 */
@NullMarked
package dev.praetor.cli.place;

import org.jspecify.annotations.NullMarked;
