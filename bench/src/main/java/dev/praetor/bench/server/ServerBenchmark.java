package dev.praetor.bench.server;

import dev.praetor.bench.Databases;
import dev.praetor.bench.Figure;
import dev.praetor.bench.ResultsFile;
import dev.praetor.bench.ServerLists;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures a server with its workers on both databases. The first argument is the file for the
 * results as JSON; of a part of the measurements it has a longer name, and of quick ones there is
 * none. The property {@code praetor.bench.program} names the launcher of the program; without it
 * the program has the class path of this process.
 */
public final class ServerBenchmark {
  private static final Path DATA = Path.of("bench", "target", "data");

  /** The measurements by the names with which they are chosen. */
  private static final Map<String, Measured> ALL = all();

  private ServerBenchmark() {}

  /** A measurement of some figures. */
  private interface Measured {
    void by(Measurement measurement) throws Exception;
  }

  private static Map<String, Measured> all() {
    Map<String, Measured> all = new LinkedHashMap<>();
    all.put("ready", Starting::ready);
    all.put("idle", Starting::idle);
    all.put("begin", Starts::begin);
    all.put("cancel", Starts::cancel);
    all.put("runs", ManyRuns::atOnce);
    all.put("maps", Maps::all);
    all.put("schedules", ManySchedules::lag);
    all.put("heap", ManyRuns::heap);
    all.put("lists", Lists::pages);
    return all;
  }

  /** Returns the names of the measurements. */
  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** Makes the measurements of some names, in their order. */
  static void measure(List<String> names, Measurement measurement) throws Exception {
    for (Map.Entry<String, Measured> each : ALL.entrySet()) {
      if (names.contains(each.getKey())) {
        each.getValue().by(measurement);
      }
    }
  }

  public static void main(String[] args) throws Exception {
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
    Program program =
        Optional.ofNullable(System.getProperty("praetor.bench.program"))
            .map(launcher -> Program.launched(Path.of(launcher)))
            .orElseGet(Program::onClassPath);
    ResultsFile file = ResultsFile.of("server");
    List<Figure> figures = new ArrayList<>();
    Files.createDirectories(DATA);
    if (choice.store().equals("sqlite")) {
      measure(choice, new Surroundings(Databases.sqlite(DATA), program, figures));
    } else {
      try (Databases databases = Databases.in(DATA)) {
        for (Databases.Kind kind : databases.kinds()) {
          if (choice.takes(kind)) {
            measure(choice, new Surroundings(kind, program, figures));
          }
        }
      }
    }
    System.out.println();
    System.out.println(FigureTable.of(figures));
    if (!choice.isQuick()) {
      ServerLists.describe(file);
      figures.forEach(figure -> figure.addTo(file.row("figures")));
      file.write(choice.file(into, names()));
    }
  }

  private record Surroundings(Databases.Kind kind, Program program, List<Figure> figures) {}

  private static void measure(Choice choice, Surroundings on) throws Exception {
    measure(
        choice.names(),
        new Measurement(
            on.kind(),
            on.program(),
            choice.isQuick(),
            figure -> {
              on.figures().add(figure);
              System.out.println(String.join("  ", figure.cells()));
            }));
  }
}
