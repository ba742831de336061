package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * An argument of a task in the definition of a flow: a {@link Node}, which has one value, or a
 * {@link Mapped}, which has one value for each index.
 */
public sealed interface Arg<T extends @Nullable Object> permits Node, Mapped {}
