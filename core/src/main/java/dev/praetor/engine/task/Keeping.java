package dev.praetor.engine.task;

import dev.praetor.ResultFormat;

/** The form in which the results of a task are kept. */
public sealed interface Keeping {
  /** Kept by their declared type. */
  Keeping BY_TYPE = new ByType();

  record ByType() implements Keeping {}

  /** Kept as a text of the author's. */
  record AsText(ResultFormat<?> format) implements Keeping {}

  /** Not at all: results live only in the run. */
  record Not() implements Keeping {}
}
