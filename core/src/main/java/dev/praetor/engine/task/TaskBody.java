package dev.praetor.engine.task;

import org.jspecify.annotations.Nullable;

/** The code of a task, with its arguments in order. */
@FunctionalInterface
public interface TaskBody {
  @Nullable Object call(@Nullable Object[] arguments) throws Exception;
}
