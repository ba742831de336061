package dev.praetor;

import dev.praetor.engine.draw.DotDrawing;
import dev.praetor.engine.draw.MermaidDrawing;
import dev.praetor.engine.draw.Picture;
import dev.praetor.engine.draw.SvgDrawing;

/**
 * A picture of a flow: mapped nodes are stacks, mapped edges are dashed, edges that only define an
 * order are dotted. If the picture includes a run, each node shows its state in words and in
 * colour. Immutable.
 */
public final class FlowDrawing {
  private final Picture picture;

  FlowDrawing(Picture picture) {
    this.picture = picture;
  }

  /** Returns the picture as a Mermaid flowchart. */
  public String mermaid() {
    return MermaidDrawing.of(picture);
  }

  /** Returns the picture in DOT, the language of Graphviz. */
  public String dot() {
    return DotDrawing.of(picture);
  }

  /** Returns the picture as SVG, which needs no other files. */
  public String svg() {
    return SvgDrawing.of(picture);
  }
}
