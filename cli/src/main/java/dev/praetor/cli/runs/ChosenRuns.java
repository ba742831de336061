package dev.praetor.cli.runs;

import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.store.model.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The runs with which a command does the same, one after the other. */
final class ChosenRuns {
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "RUN",
      description = "The runs; 'latest' for the newest.")
  private List<String> runs = new ArrayList<>();

  /** Does something with each of the runs, once all of them are found. */
  void forEach(BiConsumer<RecordedRuns, StoredRun> action) {
    try (RecordedRuns store = options.runs()) {
      List<StoredRun> found =
          runs.stream().map(each -> RunSelector.find(store, each)).distinct().toList();
      found.forEach(run -> action.accept(store, run));
    }
  }
}
