package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * A value for a parameter, by name; {@link Praetor#with} creates it. If the flow is run by another
 * flow, the value may be a {@link Node}.
 *
 * @param name the name of the parameter
 * @param value the value, which may be null
 */
public record Argument(String name, @Nullable Object value) {}
