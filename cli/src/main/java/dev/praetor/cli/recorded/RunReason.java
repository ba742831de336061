package dev.praetor.cli.recorded;

import tools.jackson.databind.node.ObjectNode;

/**
 * A reason for which a run waits.
 *
 * @param kind the kind, such as {@code HELD}
 * @param text the reason in words
 * @param json the reason with its facts
 */
public record RunReason(String kind, String text, ObjectNode json) {
  /** The kind of the reason that somebody holds the run back. */
  public static final String HELD = "HELD";
}
