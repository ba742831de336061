package dev.praetor.store.model;

import dev.praetor.Occurrence;
import dev.praetor.schedule.Overlap;

/**
 * A run that is due by the schedule of its flow.
 *
 * @param occurrence the occurrence for which it is made
 * @param overlap the rule for earlier runs of the schedule that have not ended
 * @param isLast true if all other occurrences of the schedule at the same instant were handled
 *     before this one
 */
public record DueRun(Occurrence occurrence, Overlap overlap, boolean isLast) {}
