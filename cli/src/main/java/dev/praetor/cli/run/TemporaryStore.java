package dev.praetor.cli.run;

import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A store for the runs of this process that are not to be kept, in a folder that is deleted when
 * this is closed. For one thread.
 */
final class TemporaryStore implements AutoCloseable {
  private @Nullable Path folder;
  private @Nullable RunStore store;

  /** Creates the store. */
  RunStore open() throws IOException {
    folder = Files.createTempDirectory("praetor-run-");
    store = RunStore.open(new StoreLocation.Home(folder));
    return store;
  }

  @Override
  public void close() throws IOException {
    if (store != null) {
      store.close();
    }
    if (folder != null) {
      delete(folder);
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> inside;
    try (Stream<Path> files = Files.walk(folder)) {
      inside = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : inside) {
      Files.deleteIfExists(each);
    }
  }
}
