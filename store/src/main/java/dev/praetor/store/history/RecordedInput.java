package dev.praetor.store.history;

import tools.jackson.databind.JsonNode;

/** An input of a task run, as far as it is known without the flow's code. */
public sealed interface RecordedInput {
  record Value(JsonNode json) implements RecordedInput {}

  /**
   * An input that is unknown.
   *
   * @param what the description of the input
   */
  record Unknown(String what) implements RecordedInput {}

  /**
   * Returns the input as text on one line.
   *
   * @param most the number of characters after which a known value is cut
   */
  default String text(int most) {
    return switch (this) {
      case Value known -> ShortText.cut(known.json().toString(), most);
      case Unknown unknown -> "(" + unknown.what() + ")";
    };
  }
}
