package dev.praetor.server.live;

import dev.praetor.RunId;
import dev.praetor.store.history.Glances;
import dev.praetor.store.history.ProjectGlances;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The state of the store at one moment, as far as it tells what has changed. Immutable. */
record Glance(
    Map<RunId, String> runs, boolean isCut, String schedules, String workers, Set<String> events) {
  /** The largest number of runs of which each change is told. */
  private static final int MOST_RUNS = 10_000;

  /** The largest number of runs that one change names. */
  private static final int MOST_NAMED = 1_000;

  /** The number of the newest events that are compared. */
  private static final int MOST_EVENTS = 100;

  /** The time for which a run that has ended is looked at again. */
  private static final Duration RECENT = Duration.ofSeconds(10);

  Glance {
    runs = Map.copyOf(runs);
    events = Set.copyOf(events);
  }

  static Glance at(Glances store, Instant now) {
    Map<RunId, String> runs = store.runs(now.minus(RECENT), MOST_RUNS);
    return new Glance(
        runs,
        runs.size() >= MOST_RUNS,
        store.schedules(),
        store.processes() + "\n" + store.workers(),
        store.events(MOST_EVENTS));
  }

  /** Returns the state of some projects, to which no workers belong. */
  static Glance within(ProjectGlances projects, Instant now) {
    Map<RunId, String> runs = projects.runs(now.minus(RECENT), MOST_RUNS);
    return new Glance(
        runs, runs.size() >= MOST_RUNS, projects.schedules(), "", projects.events(MOST_EVENTS));
  }

  /**
   * Returns the differences from an earlier glance. A run that is no longer seen has ended or was
   * deleted; a run that had ended before is no longer seen after a while, which is no change.
   */
  Change since(Glance earlier, Set<RunId> ended, long number) {
    Set<RunId> changed = new HashSet<>();
    runs.forEach((run, text) -> {
      if (!text.equals(earlier.runs.get(run))) {
        changed.add(run);
      }
    });
    earlier.runs.keySet().stream()
        .filter(run -> !runs.containsKey(run) && !ended.contains(run))
        .forEach(changed::add);
    boolean more = isCut || changed.size() > MOST_NAMED;
    return new Change(
        number,
        more ? Set.of() : changed,
        more,
        !schedules.equals(earlier.schedules),
        !workers.equals(earlier.workers),
        !earlier.events.containsAll(events));
  }

  /** Returns the runs that are seen and have ended. */
  Set<RunId> ended() {
    Set<RunId> ended = new HashSet<>();
    runs.forEach((run, text) -> {
      if (ENDED.contains(text.substring(0, text.indexOf(' ')))) {
        ended.add(run);
      }
    });
    return ended;
  }

  private static final Set<String> ENDED =
      Set.of(
          "Success",
          "Cached",
          "Skipped",
          "Failed",
          "TimedOut",
          "TriggerFailed",
          "Crashed",
          "Cancelled");
}
