package dev.praetor.engine.draw;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Draws pictures as SVG. Boxes are arranged in layers: the layer of a box is the length of the
 * longest path to it from the top, and within a layer boxes are ordered by the mean position of
 * their predecessors (the barycentre heuristic of Sugiyama, Tagawa and Toda, 1981, one pass
 * downwards).
 */
public final class SvgDrawing {
  private static final int HEIGHT = 44;
  private static final int GAP_X = 36;
  private static final int GAP_Y = 48;
  private static final int MARGIN = 24;
  private static final double LETTER = 7.4;

  private record Placed(Picture.Box box, double x, double y, double width) {
    double middle() {
      return x + width / 2;
    }
  }

  private SvgDrawing() {}

  public static String of(Picture picture) {
    Map<String, Placed> placed = place(picture);
    double width = placed.values().stream().mapToDouble(p -> p.x() + p.width()).max().orElse(0);
    double height = placed.values().stream().mapToDouble(Placed::y).max().orElse(0) + HEIGHT;
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" role=\"img\" aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"13\">%n"
            .formatted(width + MARGIN, height + MARGIN, escape(picture.title())));
    svg.append(
        "<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#4a5568\"/></marker></defs>\n");
    for (Picture.Line line : picture.lines()) {
      line(svg, line, get(placed, line.from()), get(placed, line.to()));
    }
    placed.values().forEach(each -> box(svg, each));
    return svg.append("</svg>\n").toString();
  }

  private static Placed get(Map<String, Placed> placed, String id) {
    return Objects.requireNonNull(placed.get(id));
  }

  private static Map<String, Placed> place(Picture picture) {
    Map<String, Integer> layers = layers(picture);
    Map<String, Placed> placed = new HashMap<>();
    int deepest = layers.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
    for (int layer = 0; layer <= deepest; layer++) {
      List<Picture.Box> row = new ArrayList<>();
      for (Picture.Box box : picture.boxes()) {
        if (Objects.requireNonNull(layers.get(box.id())) == layer) {
          row.add(box);
        }
      }
      row.sort(Comparator.comparingDouble(box -> barycentre(box, picture, placed)));
      double x = MARGIN;
      for (Picture.Box box : row) {
        double width = Math.max(box.text().length(), box.note().length()) * LETTER + 28;
        double y = MARGIN + layer * (double) (HEIGHT + GAP_Y);
        placed.put(box.id(), new Placed(box, x, y, width));
        x += width + GAP_X;
      }
    }
    return placed;
  }

  private static Map<String, Integer> layers(Picture picture) {
    Map<String, Integer> layers = new HashMap<>();
    picture.boxes().forEach(box -> layers.put(box.id(), 0));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Picture.Line line : picture.lines()) {
        int below = Objects.requireNonNull(layers.get(line.from())) + 1;
        if (Objects.requireNonNull(layers.get(line.to())) < below) {
          layers.put(line.to(), below);
          changed = true;
        }
      }
    }
    return layers;
  }

  private static double barycentre(Picture.Box box, Picture picture, Map<String, Placed> placed) {
    return picture.lines().stream()
        .filter(line -> line.to().equals(box.id()) && placed.containsKey(line.from()))
        .mapToDouble(line -> get(placed, line.from()).middle())
        .average()
        .orElse(0);
  }

  private static void line(StringBuilder svg, Picture.Line line, Placed from, Placed to) {
    String dash =
        switch (line.kind()) {
          case DATA, BRANCH -> line.mapped() ? " stroke-dasharray=\"6 4\"" : "";
          case ORDER -> " stroke-dasharray=\"2 3\"";
        };
    double y1 = from.y() + HEIGHT;
    double y2 = to.y();
    double half = (y1 + y2) / 2;
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\" fill=\"none\" stroke=\"#4a5568\" stroke-width=\"1.4\"%s marker-end=\"url(#arrow)\"/>%n",
            from.middle(),
            y1,
            from.middle(),
            half,
            to.middle(),
            half,
            to.middle(),
            y2,
            dash));
  }

  private static void box(StringBuilder svg, Placed placed) {
    Picture.Box box = placed.box();
    String fill = box.state().map(Picture::colour).orElse("#ffffff");
    if (box.stack()) {
      rectangle(svg, placed, 8, fill);
      rectangle(svg, placed, 4, fill);
    }
    rectangle(svg, placed, 0, fill);
    boolean noted = !box.note().isEmpty();
    text(svg, placed.middle(), placed.y() + (noted ? 19 : 27), box.text(), "600");
    if (noted) {
      text(svg, placed.middle(), placed.y() + 36, box.note(), "400");
    }
  }

  private static void rectangle(StringBuilder svg, Placed placed, int offset, String fill) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"7\" fill=\"%s\" stroke=\"#4a5568\"/>%n",
            placed.x() + offset,
            placed.y() - offset,
            placed.width(),
            HEIGHT,
            fill));
  }

  private static void text(StringBuilder svg, double x, double y, String text, String weight) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-weight=\"%s\" fill=\"#1a202c\">%s</text>%n",
            x,
            y,
            weight,
            escape(text)));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
