package dev.praetor.cli.workers;

import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.store.worker.StoredPool;
import java.io.PrintWriter;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** The pool that a command changes, and the output about it. */
public final class PoolOutput {
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "POOL", description = "The name of the pool.")
  private String name = "";

  @Option(names = "--json", description = "Prints the pool as a JSON object.")
  private boolean json;

  String name() {
    return name;
  }

  /** Changes the pool, and prints it. */
  void change(PrintWriter out, Function<WorkerBook, StoredPool> change) {
    try (WorkerBook workers = place.workers()) {
      StoredPool pool = change.apply(workers);
      out.println(
          json
              ? PoolText.write(pool, JsonMapper.shared().createObjectNode()).toPrettyString()
              : pool.name() + "  " + PoolText.line(pool));
    }
  }
}
