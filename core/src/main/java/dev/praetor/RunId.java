package dev.praetor;

import java.util.UUID;

/** The id of a run of a flow. Its text form is that of the UUID. Immutable. */
public record RunId(UUID value) {
  /**
   * Returns the id with this text form.
   *
   * @throws IllegalArgumentException if the text is not a UUID
   */
  public static RunId parse(String text) {
    try {
      return new RunId(UUID.fromString(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not the id of a run, which is a UUID of 36 characters", e);
    }
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
