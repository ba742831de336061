package dev.praetor.store.history;

import tools.jackson.databind.JsonNode;

/** An input of a task run, as far as it is known without the flow's code. */
public sealed interface RecordedInput {
  record Value(JsonNode json) implements RecordedInput {}

  /** Something that is not known, in words. */
  record Unknown(String what) implements RecordedInput {}

  /** On one line; only its beginning unless all of it is wanted. */
  default String text(int most) {
    return switch (this) {
      case Value known -> ShortText.cut(known.json().toString(), most);
      case Unknown unknown -> "(" + unknown.what() + ")";
    };
  }
}
