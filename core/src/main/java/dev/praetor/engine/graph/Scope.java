package dev.praetor.engine.graph;

import org.jspecify.annotations.Nullable;

/**
 * Where a node stands: in the flow itself, or in a piece of graph that is mapped over the elements
 * of {@code over}. Nodes of the flow itself run once, those one scope deeper once for each element.
 *
 * @param depth how many indexes a run of a node here has, 0 for the flow itself
 */
public record Scope(int depth, @Nullable Scope parent, Source.@Nullable Sliced over) {
  public static final Scope FLOW = new Scope(0, null, null);

  Scope inside(Source.Sliced over) {
    return new Scope(depth + 1, this, over);
  }

  /** Whether a node of {@code other} can be seen from here. */
  public boolean sees(Scope other) {
    for (Scope s = this; s != null; s = s.parent()) {
      if (s == other) {
        return true;
      }
    }
    return false;
  }

  /** What the dimension {@code index} of this scope is mapped over. */
  public Source.Sliced over(int index) {
    Scope s = this;
    while (s.depth() > index + 1) {
      s = java.util.Objects.requireNonNull(s.parent());
    }
    return java.util.Objects.requireNonNull(s.over());
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
