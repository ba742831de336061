package dev.praetor.engine.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that belong to the code of a task, on which its results depend like on its arguments:
 * the object whose method the code is, as in {@code rates::load}, or the variables that a lambda
 * captured.
 *
 * @param byLambda true if a lambda captured the values, which may be variables that it changes
 */
public record CapturedValues(boolean byLambda, List<@Nullable Object> values) {
  public static final CapturedValues NONE = new CapturedValues(false, List.of());

  public CapturedValues {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
