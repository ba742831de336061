package dev.praetor.engine.taskruns;

import dev.praetor.engine.UpstreamCounts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lists a node is mapped over, and the part of its upstreams that all its children see alike.
 * Set once each, by whoever expands the node; owned by the thread of the run until then, and read
 * by any thread that was started after.
 */
public final class NodeInputs {
  private static final Slices[] NONE = new Slices[0];
  private Slices[] views = NONE;
  private @Nullable Slices scopeView;
  private Shared shared = Shared.NOTHING;

  /**
   * The upstreams that are the same for all children.
   *
   * @param skipped the path of one that was skipped
   */
  public record Shared(UpstreamCounts counts, @Nullable String skipped) {
    static final Shared NOTHING = new Shared(UpstreamCounts.NONE, null);
  }

  /** The mapped arguments, in their order; empty before the node has a width. */
  public Slices[] views() {
    return views;
  }

  /** The list around the node, of one in a mapped piece of graph. */
  public Slices scopeView() {
    return Objects.requireNonNull(scopeView, "the list around a node before it was read");
  }

  public Shared shared() {
    return shared;
  }

  public void setShared(Shared shared) {
    this.shared = shared;
  }

  /** Sets the mapped arguments of a node whose children are task runs. */
  void setViews(List<Slices> arguments) {
    views = arguments.toArray(Slices[]::new);
  }

  /** Sets the list around a node in a mapped piece of graph; none if it was not kept. */
  void setScopeView(List<Slices> around) {
    scopeView = around.isEmpty() ? null : around.getFirst();
  }
}
