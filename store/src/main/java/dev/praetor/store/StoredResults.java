package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.engine.run.RecordedRun;
import java.lang.reflect.Type;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads what a run recorded. Everything is read before it is used, as reading calls code of authors
 * and must not hold up a run.
 */
final class StoredResults {
  private StoredResults() {}

  static RecordedRun read(Reader reader, RunId id, Function<String, Optional<Type>> resultTypes) {
    StoredRun run =
        reader
            .find(id)
            .orElseThrow(() -> new StoreFailed("there is no run " + id + " in the store"));
    RecordedRun recorded =
        new RecordedRun(
            new RecordedRun.Header(
                id, run.state(), run.times().scheduled(), run.times().started()));
    reader.all(id, stored -> add(recorded, stored, resultTypes));
    return recorded;
  }

  private static void add(
      RecordedRun recorded, StoredTaskRun stored, Function<String, Optional<Type>> resultTypes) {
    boolean isNothing = stored.value().isEmpty() || stored.value().get().equals("null");
    Optional<Type> type =
        isNothing
            ? Optional.of(void.class)
            : resultTypes.apply(stored.node().replaceAll("\\[.*", ""));
    if (stored.note().isPresent()) {
      recorded.add(stored.without(), stored.note(), Optional.empty());
    } else if (type.isEmpty()) {
      recorded.add(stored.without(), Optional.of("its type is not known"), Optional.empty());
    } else {
      try {
        recorded.add(stored.as(type.get()), Optional.empty(), Optional.empty());
      } catch (StoreFailed e) {
        recorded.add(
            stored.without(), Optional.of(String.valueOf(e.getMessage())), Optional.empty());
      }
    }
  }
}
