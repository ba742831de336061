package dev.praetor.store.model;

import java.util.Optional;

/**
 * An order that is in the store: until its effect is recorded, or it is refused.
 *
 * @param refusal the reason the order is not obeyed; absent while it is open
 */
public record GivenOrder(String id, RunOrder order, Optional<String> refusal) {}
