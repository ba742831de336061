package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * What a task can be given while a flow is defined: a {@link Node}, which has one value, or
 * something {@link Mapped}, which has one for each index.
 */
public sealed interface Arg<T extends @Nullable Object> permits Node, Mapped {}
