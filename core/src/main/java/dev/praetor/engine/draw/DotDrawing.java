package dev.praetor.engine.draw;

/** Draws pictures in the language of Graphviz. */
public final class DotDrawing {
  private DotDrawing() {}

  public static String of(Picture picture) {
    StringBuilder text =
        new StringBuilder("digraph ").append(quote(picture.title())).append(" {\n");
    text.append("  node [shape=box, style=\"rounded,filled\", fillcolor=white];\n");
    for (Picture.Box box : picture.boxes()) {
      String label = box.text() + (box.note().isEmpty() ? "" : "\\n" + box.note());
      text.append("  ").append(box.id()).append(" [label=").append(quote(label));
      if (box.stack()) {
        text.append(", peripheries=2");
      }
      if (box.kind().equals("merge")) {
        text.append(", shape=diamond");
      }
      box.state()
          .ifPresent(
              state -> text.append(", fillcolor=\"").append(Picture.colour(state)).append('"'));
      text.append("];\n");
    }
    for (Picture.Line line : picture.lines()) {
      text.append("  ").append(line.from()).append(" -> ").append(line.to());
      switch (line.kind()) {
        case DATA -> text.append(line.mapped() ? " [style=dashed]" : "");
        case ORDER -> text.append(" [style=dotted]");
        case BRANCH -> text.append(" [label=branch]");
      }
      text.append(";\n");
    }
    return text.append("}\n").toString();
  }

  private static String quote(String text) {
    return '"' + text.replace("\"", "\\\"") + '"';
  }
}
