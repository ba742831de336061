package dev.praetor.cli;

import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import java.nio.file.Path;
import java.util.UUID;

/** A worker on another machine, of which there is only a record. */
final class FarWorker {
  static final String NAME = "far";

  private FarWorker() {}

  /** Records the worker in the store of a home, and returns its id. */
  static String in(Path home) {
    String id = UUID.randomUUID().toString();
    try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
      ProcessId elsewhere = new ProcessId("elsewhere", 1, "", "", 0);
      String _ =
          store
              .workers()
              .add(new NewWorker(id, NAME, WorkerOffer.ofSlots(1), elsewhere, "test", false));
    }
    return id;
  }
}
