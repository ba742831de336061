package dev.praetor.store.json;

import dev.praetor.engine.task.Placement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the labels that a run needs as a text, and reads it. Each label stands between two bars,
 * which no label contains, so that the database finds out which labels a worker lacks by leaving
 * out the labels that it has.
 */
public final class PlacementText {
  private PlacementText() {}

  /** Returns the text for labels. */
  public static String needs(List<String> labels) {
    return labels.stream().map(PlacementText::need).collect(Collectors.joining());
  }

  /** Returns the part of the text that stands for one label. */
  public static String need(String label) {
    return "|" + label + "|";
  }

  /** Returns the labels of a text. */
  public static List<String> labels(String needs) {
    return Arrays.stream(needs.split("\\|", -1)).filter(label -> !label.isEmpty()).toList();
  }

  /** Reads the placement of a run from its row. */
  public static Placement read(ResultSet row) throws SQLException {
    return new Placement(
        row.getString("pool"), labels(row.getString("needs")), row.getInt("isolated") == 1);
  }
}
