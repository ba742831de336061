package dev.praetor;

import java.util.UUID;

/** Names one run of a flow. The text form is the UUID's. */
public record RunId(UUID value) {
  /** Reads the text form; anything else is an {@link IllegalArgumentException}. */
  public static RunId parse(String text) {
    return new RunId(UUID.fromString(text));
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
