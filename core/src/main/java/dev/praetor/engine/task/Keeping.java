package dev.praetor.engine.task;

import dev.praetor.ResultFormat;

/** The form in which the results of a task are kept. */
public sealed interface Keeping {
  /** Results are kept by their declared type. */
  Keeping BY_TYPE = new ByType();

  record ByType() implements Keeping {}

  /** Results are kept as the texts that a format of the author makes of them. */
  record AsText(ResultFormat<?> format) implements Keeping {}

  /** Results are not kept: they live only in the run. */
  record Not() implements Keeping {}
}
