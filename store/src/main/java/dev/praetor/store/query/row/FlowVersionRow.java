package dev.praetor.store.query.row;

import java.time.Instant;

/**
 * A version of a flow in a list, without its description.
 *
 * @param id the hash of the description of the flow
 * @param flow the name of the flow
 * @param created the time at which the version was recorded
 */
public record FlowVersionRow(String id, String flow, Instant created) {}
