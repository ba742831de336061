package dev.praetor.store.model;

import java.time.Instant;

/**
 * The pause of a schedule.
 *
 * @param by the person who paused it; may be empty
 * @param why the reason; may be empty
 * @param since the time of the pause
 */
public record SchedulePause(String by, String why, Instant since) {}
