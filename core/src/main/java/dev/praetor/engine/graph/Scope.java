package dev.praetor.engine.graph;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a graph that a node belongs to: the flow itself, or a subgraph that is mapped over
 * the elements of {@code over}. Nodes of the flow itself run once, nodes one scope deeper once for
 * each element.
 *
 * @param depth the number of indexes that a run of a node in this scope has, 0 for the flow itself
 */
public record Scope(int depth, @Nullable Scope parent, Source.@Nullable Sliced over) {
  public static final Scope FLOW = new Scope(0, null, null);

  Scope inside(Source.Sliced over) {
    return new Scope(depth + 1, this, over);
  }

  /** Returns whether nodes of {@code other} are visible in this scope. */
  public boolean sees(Scope other) {
    for (Scope s = this; s != null; s = s.parent()) {
      if (s == other) {
        return true;
      }
    }
    return false;
  }

  /** Returns the source that the dimension {@code index} of this scope is mapped over. */
  public Source.Sliced over(int index) {
    Scope s = this;
    while (s.depth() > index + 1) {
      s = Objects.requireNonNull(s.parent());
    }
    return Objects.requireNonNull(s.over());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
