package dev.praetor.engine.local;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import org.jspecify.annotations.Nullable;

/** Thrown if a recorded task run cannot be replayed, because an input of it is unavailable. */
public final class CannotReplay extends PraetorException {
  private static final long serialVersionUID = 1;

  CannotReplay(String taskRun, String why, @Nullable Throwable cause) {
    super(
        ErrorCode.CONFLICT,
        "task run '" + taskRun + "'",
        taskRun + " cannot be replayed: " + why,
        "",
        cause);
  }
}
