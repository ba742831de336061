package dev.praetor.bench;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Measures runs whose task runs are all on disk, on both databases, each figure with its floor in
 * the same process. The first argument is the file for the results as JSON. With a second argument
 * only measurements with this word in their name are made, and no file is written.
 */
public final class DurableBenchmark {
  private DurableBenchmark() {}

  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    String only = args.length > 1 ? args[1] : "";
    ResultsFile file = ResultsFile.of("durable");
    try (Databases databases = Databases.in(Path.of("bench", "target", "data"))) {
      for (Databases.Kind kind : databases.kinds()) {
        for (DurableScenario scenario : DurableScenario.all(kind)) {
          if (scenario.name().contains(only)) {
            Scenario.Result result = scenario.measure();
            out.println(result);
            file.add("results", result);
          }
        }
      }
      for (Databases.Kind kind : databases.kinds()) {
        String name = kind.name() + ", growth";
        if (name.contains(only)) {
          var _ = Growth.of(kind, 10_000); // warms up
          for (int width : List.of(1_000, 10_000, 100_000, 1_000_000)) {
            Growth growth = Growth.of(kind, width);
            out.println(growth);
            growth.addTo(file.row("growth"));
          }
        }
      }
    }
    if (only.isEmpty() && args.length > 0) {
      file.write(Path.of(args[0]));
    }
  }
}
