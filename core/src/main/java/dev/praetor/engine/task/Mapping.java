package dev.praetor.engine.task;

import java.util.Optional;
import java.util.OptionalInt;

/** The options of a mapped task: label, concurrency and width limit. */
public record Mapping(Optional<TaskBody> label, OptionalInt concurrency, OptionalInt widthLimit) {
  static final Mapping DEFAULT =
      new Mapping(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
}
