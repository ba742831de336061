package dev.praetor.store.model;

import java.time.Instant;

/**
 * An instant of a schedule that a person has left out.
 *
 * @param by the person who left it out; may be empty
 * @param why the reason; may be empty
 * @param time the time at which the person left it out
 */
public record SkippedInstant(Instant instant, String by, String why, Instant time) {}
