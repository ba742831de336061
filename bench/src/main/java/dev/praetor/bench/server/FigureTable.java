package dev.praetor.bench.server;

import dev.praetor.bench.Figure;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Figures as a table for people. */
final class FigureTable {
  private static final List<String> HEAD =
      List.of("figure", "measured", "goal", "floor", "ratio", "");

  private FigureTable() {}

  /** Returns the figures with aligned columns, a line each. */
  static String of(List<Figure> figures) {
    List<List<String>> rows =
        IntStream.rangeClosed(0, figures.size())
            .mapToObj(i -> i == 0 ? HEAD : figures.get(i - 1).cells())
            .toList();
    int[] widths =
        IntStream.range(0, HEAD.size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, row.size())
        .mapToObj(i -> row.get(i) + " ".repeat(widths[i] - row.get(i).length()))
        .collect(Collectors.joining("  "))
        .stripTrailing();
  }
}
