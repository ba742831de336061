package dev.praetor.cli.runs;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the run named on a command line by its id, the beginning of its id, or {@code latest}. */
public final class RunSelector {
  private static final int SHORTEST = 4;

  private RunSelector() {}

  /** Finds the only run with this name, once it is known whether its owner is alive. */
  public static StoredRun find(RecordedRuns store, String text) {
    return store.settled(named(store, text), false);
  }

  /**
   * Finds the only run with this name, for a command that must not disturb a run in progress: waits
   * also for the heartbeat of an owner that was alive shortly before.
   */
  static StoredRun findWithOwner(RecordedRuns store, String text) {
    return store.settled(named(store, text), true);
  }

  private static StoredRun named(RecordedRuns store, String text) {
    if (text.equalsIgnoreCase("latest")) {
      return latest(store)
          .orElseThrow(
              () -> new UsageException("there are no runs yet; start one with praetor run"));
    }
    String prefix = text.toLowerCase(Locale.ROOT);
    if (prefix.length() < SHORTEST || !prefix.matches("[0-9a-f-]+")) {
      throw new UsageException(
          "a run is named by its id, by at least 4 characters of its beginning, or by"
              + " 'latest', not '"
              + text
              + "'; list the runs with praetor runs list");
    }
    List<StoredRun> found = store.findByPrefix(prefix);
    if (found.isEmpty()) {
      throw new UsageException(
          "there is no run '" + text + "'; list the runs with praetor runs list");
    }
    if (found.size() > 1) {
      throw new UsageException(
          "several runs begin with '"
              + text
              + "'; give more of the id: "
              + found.stream()
                  .limit(10)
                  .map(run -> "\n  " + run.id() + "  " + run.name())
                  .collect(Collectors.joining()));
    }
    return found.getFirst();
  }

  private static Optional<StoredRun> latest(RecordedRuns store) {
    RunFilter filter = RunFilter.all().withLimit(100);
    List<StoredRun> page = store.list(filter);
    while (!page.isEmpty()) {
      Optional<StoredRun> first = page.stream().filter(run -> run.parent().isEmpty()).findFirst();
      if (first.isPresent()) {
        return first;
      }
      page = store.list(filter.withAfter(page.getLast()));
    }
    return Optional.empty();
  }
}
