package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * A value for a parameter, by name; {@link Praetor#with} makes one. For a flow that is run by
 * another flow the value may be a {@link Node}.
 */
public record Argument(String name, @Nullable Object value) {}
