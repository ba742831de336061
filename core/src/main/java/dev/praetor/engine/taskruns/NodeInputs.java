package dev.praetor.engine.taskruns;

import dev.praetor.engine.UpstreamCounts;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lists that a node is mapped over, and the upstreams that are the same for all its children.
 * Each is set once, when the node is expanded. Owned by the thread of the run until then;
 * afterwards read by any thread started later.
 */
public final class NodeInputs {
  private static final Slices[] NONE = new Slices[0];
  private Slices[] views = NONE;
  private @Nullable Slices scopeView;
  private Shared shared = Shared.NOTHING;

  /**
   * The upstreams that are the same for all children.
   *
   * @param skipped the path of an upstream that was skipped; null if none was
   */
  public record Shared(UpstreamCounts counts, @Nullable String skipped) {
    static final Shared NOTHING = new Shared(UpstreamCounts.NONE, null);
  }

  /** Returns the mapped arguments, in order; empty before the node has a width. */
  public Slices[] views() {
    return views;
  }

  /** Returns the list that the subgraph around this node is mapped over. */
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

  /**
   * Sets the list that the subgraph around a node is mapped over; an empty list if it was not kept.
   */
  void setScopeView(List<Slices> around) {
    scopeView = around.isEmpty() ? null : around.getFirst();
  }
}
