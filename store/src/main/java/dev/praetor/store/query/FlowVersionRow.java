package dev.praetor.store.query;

/**
 * A version of a flow in a list. Its description is read with {@link StoreQueries#specs}.
 *
 * @param id the hash of the description of the flow
 * @param flow the name of the flow
 */
public record FlowVersionRow(String id, String flow) {}
