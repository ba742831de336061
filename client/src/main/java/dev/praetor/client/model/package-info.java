/**
 * The values that a server answers with: runs, task runs, flows, schedules, workers, and what
 * belongs to them, each with the fields that are asked for and the reader of its JSON. Nothing here
 * sends a request.
 */
@NullMarked
package dev.praetor.client.model;

import org.jspecify.annotations.NullMarked;
