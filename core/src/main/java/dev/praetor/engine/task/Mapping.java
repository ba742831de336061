package dev.praetor.engine.task;

import java.util.Optional;
import java.util.OptionalInt;

/** How a task behaves when it is mapped. */
public record Mapping(Optional<TaskBody> label, OptionalInt concurrency, OptionalInt widthLimit) {
  static final Mapping DEFAULT =
      new Mapping(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
}
