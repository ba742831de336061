package dev.praetor.bench.server;

import dev.praetor.bench.Databases;
import dev.praetor.bench.Figure;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The surroundings of a measurement.
 *
 * @param isQuick true if fewer and smaller measurements are wanted
 * @param report gets each figure
 */
record Measurement(Databases.Kind kind, Program program, boolean isQuick, Consumer<Figure> report) {

  /** Creates an empty database, on which nothing is started yet. */
  Deployment deployment() throws IOException, SQLException {
    return Deployment.on(kind, program);
  }

  /** Returns one of two numbers. */
  int times(int whole, int quick) {
    return isQuick ? quick : whole;
  }

  /** Reports a figure. */
  void figure(String name, String unit, String floor, List<Figure.Part> parts) {
    report.accept(new Figure(kind.name(), name, unit, floor, parts));
  }
}
