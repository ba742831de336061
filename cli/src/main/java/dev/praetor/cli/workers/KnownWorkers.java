package dev.praetor.cli.workers;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.KnownWorker;
import dev.praetor.cli.place.WorkerBook;
import dev.praetor.store.model.WorkerState;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the worker that a command is about. */
final class KnownWorkers {
  private static final int SHORTEST_ID = 4;

  private KnownWorkers() {}

  /**
   * Returns the worker of a name, an id or the first characters of an id. Of several workers of a
   * name, the live worker is meant.
   *
   * @throws UsageException if there is none, or more than one
   */
  static KnownWorker find(WorkerBook workers, String given) {
    List<KnownWorker> named = workers.named(given);
    List<KnownWorker> alive =
        named.stream().filter(known -> known.worker().state() != WorkerState.ENDED).toList();
    List<KnownWorker> found = alive.isEmpty() ? named : alive;
    if (found.isEmpty() && given.matches("[0-9a-f-]{" + SHORTEST_ID + ",36}")) {
      found = workers.findByPrefix(given);
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new UsageException(
        found.isEmpty()
            ? "there is no worker '%s'; praetor workers list --all shows all".formatted(given)
            : "'%s' names %d workers; name one by its id: %s"
                .formatted(
                    given,
                    found.size(),
                    found.stream()
                        .map(known -> known.worker().id())
                        .collect(Collectors.joining(", "))));
  }
}
