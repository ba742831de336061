package dev.praetor.engine.graph;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a branch. The nodes of the branch run only if the condition has one of the
 * values (or, for the {@code otherwise} branch, none of them).
 */
public record BranchCondition(
    Source.Whole condition, List<@Nullable Object> values, boolean otherwise) {
  public boolean isTaken(@Nullable Object value) {
    boolean listed = false;
    for (Object each : values) {
      listed |= Objects.equals(each, value);
    }
    return listed != otherwise;
  }
}
