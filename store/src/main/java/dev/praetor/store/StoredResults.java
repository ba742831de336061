package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.TaskRun;
import dev.praetor.engine.run.Recorded;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a run that takes over an earlier one's results is told. Everything is read before it begins,
 * as reading calls code of authors and must not hold up the run. Immutable.
 */
final class StoredResults implements Recorded {
  private static final Logger LOG = LoggerFactory.getLogger(StoredResults.class);
  private final Map<Key, TaskRun> runs = new HashMap<>();

  private record Key(String node, int index) {}

  static StoredResults read(
      Reader reader, RunId run, Function<String, Optional<Type>> resultTypes) {
    StoredResults results = new StoredResults();
    reader.successful(run, stored -> results.add(run, stored, resultTypes));
    return results;
  }

  private void add(RunId run, StoredTaskRun stored, Function<String, Optional<Type>> resultTypes) {
    boolean isNothing = stored.value().isEmpty() || stored.value().get().equals("null");
    Optional<Type> type =
        isNothing
            ? Optional.of(void.class)
            : resultTypes.apply(stored.node().replaceAll("\\[.*", ""));
    if (!stored.isWhole() || type.isEmpty()) {
      return;
    }
    try {
      runs.put(new Key(stored.node(), stored.index()), stored.as(type.get()));
    } catch (StoreFailed e) {
      LOG.atWarn()
          .addKeyValue("run", run)
          .setCause(e)
          .log("{}[{}] runs again: its result cannot be read", stored.node(), stored.index());
    }
  }

  @Override
  public Optional<TaskRun> find(String node, int index) {
    return Optional.ofNullable(runs.get(new Key(node, index)));
  }
}
