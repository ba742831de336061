package dev.praetor;

import dev.praetor.engine.draw.DotDrawing;
import dev.praetor.engine.draw.MermaidDrawing;
import dev.praetor.engine.draw.Picture;
import dev.praetor.engine.draw.SvgDrawing;

/**
 * A picture of a flow: mapped nodes are stacks, mapped edges are dashed, edges of order only are
 * dotted. With the states of a run each node shows its own, in words and in colour. Immutable.
 */
public final class FlowDrawing {
  private final Picture picture;

  FlowDrawing(Picture picture) {
    this.picture = picture;
  }

  /** As a Mermaid flowchart. */
  public String mermaid() {
    return MermaidDrawing.of(picture);
  }

  /** In the language of Graphviz. */
  public String dot() {
    return DotDrawing.of(picture);
  }

  /** As SVG, which needs nothing else to be shown. */
  public String svg() {
    return SvgDrawing.of(picture);
  }
}
