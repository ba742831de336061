package dev.praetor.bench.server;

import dev.praetor.bench.Databases;
import dev.praetor.bench.Figure;
import dev.praetor.bench.ResultsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The measurements of a part of the benchmarks.
 *
 * @param part the name of the part in files of results
 * @param all the measurements by the names with which they are chosen, in their order
 * @param description adds what was measured on to a file of results
 */
record Suite(String part, Map<String, Measured> all, Consumer<ResultsFile> description) {
  private static final Path DATA = Path.of("bench", "target", "data");

  Suite {
    all = Collections.unmodifiableMap(new LinkedHashMap<>(all));
  }

  /** A measurement of some figures. */
  interface Measured {
    void by(Measurement measurement) throws Exception;
  }

  private List<String> names() {
    return List.copyOf(all.keySet());
  }

  /** Makes the measurements of some names, in their order. */
  void measure(List<String> names, Measurement measurement) throws Exception {
    for (Map.Entry<String, Measured> each : all.entrySet()) {
      if (names.contains(each.getKey())) {
        each.getValue().by(measurement);
      }
    }
  }

  /**
   * Makes the measurements that somebody wants on the wanted databases, and ends the process if the
   * arguments cannot be understood. The property {@code praetor.bench.program} names the launcher
   * of the program; without it the program has the class path of this process.
   *
   * @param args the file for the results as JSON, then a {@link Choice}; of a part of the
   *     measurements the file has a longer name, and of quick ones there is none
   */
  void run(String[] args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    Path into = Path.of(words.removeFirst());
    Choice choice;
    try {
      choice = Choice.of(words, names());
    } catch (IllegalArgumentException e) {
      System.err.println("praetor-bench: " + e.getMessage());
      System.exit(2);
      return;
    }
    ResultsFile file = ResultsFile.of(part);
    List<Figure> figures = figures(choice);
    System.out.println();
    System.out.println(FigureTable.of(figures));
    if (!choice.isQuick()) {
      description.accept(file);
      figures.forEach(figure -> figure.addTo(file.row("figures")));
      file.write(choice.file(into, names()));
    }
  }

  private List<Figure> figures(Choice choice) throws Exception {
    List<Figure> figures = new ArrayList<>();
    Files.createDirectories(DATA);
    if (choice.store().equals("sqlite")) {
      measure(choice, Databases.sqlite(DATA), figures);
      return figures;
    }
    try (Databases databases = Databases.in(DATA)) {
      for (Databases.Kind kind : databases.kinds()) {
        if (choice.takes(kind)) {
          measure(choice, kind, figures);
        }
      }
    }
    return figures;
  }

  private void measure(Choice choice, Databases.Kind kind, List<Figure> figures) throws Exception {
    Consumer<Figure> report =
        figure -> {
          figures.add(figure);
          System.out.println(String.join("  ", figure.cells()));
        };
    measure(choice.names(), new Measurement(kind, program(), choice.isQuick(), report));
  }

  private static Program program() {
    return Optional.ofNullable(System.getProperty("praetor.bench.program"))
        .map(launcher -> Program.launched(Path.of(launcher)))
        .orElseGet(Program::onClassPath);
  }
}
