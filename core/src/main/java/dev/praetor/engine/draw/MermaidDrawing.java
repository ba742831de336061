package dev.praetor.engine.draw;

/** Draws pictures as Mermaid flowcharts. */
public final class MermaidDrawing {
  private MermaidDrawing() {}

  public static String of(Picture picture) {
    StringBuilder text = new StringBuilder("flowchart TD\n");
    for (Picture.Box box : picture.boxes()) {
      String label =
          escape(box.text()) + (box.note().isEmpty() ? "" : "<br/>" + escape(box.note()));
      text.append("  ").append(box.id()).append(shape(box, label)).append('\n');
    }
    for (Picture.Line line : picture.lines()) {
      String arrow =
          switch (line.kind()) {
            case DATA -> line.mapped() ? " -.-> " : " --> ";
            case ORDER -> " -. after .-> ";
            case BRANCH -> " -- branch --> ";
          };
      text.append("  ").append(line.from()).append(arrow).append(line.to()).append('\n');
    }
    for (Picture.Box box : picture.boxes()) {
      box.state()
          .ifPresent(state ->
              text.append("  style ")
                  .append(box.id())
                  .append(" fill:")
                  .append(Picture.colour(state))
                  .append('\n'));
    }
    return text.toString();
  }

  private static String shape(Picture.Box box, String label) {
    return switch (box.kind()) {
      case "merge" -> "{\"" + label + "\"}";
      case "approval", "wait" -> "([\"" + label + "\"])";
      default -> box.stack() ? "[[\"" + label + "\"]]" : "[\"" + label + "\"]";
    };
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
