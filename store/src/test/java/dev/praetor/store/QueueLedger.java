package dev.praetor.store;

import dev.praetor.RunId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The knowledge of an observer about runs that several processes start: who runs what, and who
 * holds which slots. What ends is noted before it is written, and what begins after, so that the
 * observer never sees more in progress than there is. Whatever breaks a rule is kept. Thread-safe.
 */
final class QueueLedger {
  private final InstantSource clock;
  private final Map<String, Integer> limits;
  private final Map<RunId, Submitted> runs = new HashMap<>();
  private final Map<RunId, QueueActor> owners = new HashMap<>();
  private final Map<String, Set<RunId>> inProgress = new HashMap<>();
  private final Map<String, Set<QueueActor.Attempt>> slots = new HashMap<>();
  private final Set<RunId> held = new HashSet<>();

  /** The lock of who holds a run back or releases it, and of the note of it. */
  final Object holds = new Object();

  private final Set<RunId> ended = new HashSet<>();
  private final Map<String, Set<RunId>> keyed = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /** A run that was admitted. */
  record Submitted(RunId run, String flow, Instant due) {}

  /**
   * Creates a ledger.
   *
   * @param limits the limits of flows and tags, whose names differ
   */
  QueueLedger(InstantSource clock, Map<String, Integer> limits) {
    this.clock = clock;
    this.limits = Map.copyOf(limits);
  }

  synchronized void submitted(Submitted run) {
    runs.put(run.run(), run);
  }

  /** Notes the run that an entry with a key made or found. */
  synchronized void keyed(String key, RunId run) {
    keyed.computeIfAbsent(key, _ -> new HashSet<>()).add(run);
  }

  /** Notes that a process has begun a run, for the first time or again. */
  synchronized void begun(RunId run, String flow, QueueActor by, boolean again) {
    QueueActor before = owners.put(run, by);
    if (before != null && before.isAlive()) {
      violations.add("run " + run + " was started by two living processes");
    }
    if (ended.contains(run)) {
      violations.add("run " + run + " was started after its end");
    }
    if (held.contains(run)) {
      violations.add("run " + run + " was started while it was held back");
    }
    Set<RunId> all = inProgress.computeIfAbsent(flow, _ -> new HashSet<>());
    if (all.add(run) == again) {
      violations.add("run " + run + (again ? " was resumed before it began" : " began twice"));
    }
    if (all.size() > limits.getOrDefault(flow, Integer.MAX_VALUE)) {
      violations.add("flow " + flow + " has " + all.size() + " runs in progress");
    }
    Submitted submitted = runs.get(run);
    if (submitted != null && submitted.due().isAfter(clock.instant())) {
      violations.add("run " + run + " was started before it was due");
    }
  }

  synchronized void ending(RunId run, String flow) {
    owners.remove(run);
    inProgress.getOrDefault(flow, Set.of()).remove(run);
    if (!ended.add(run)) {
      violations.add("run " + run + " ended twice");
    }
  }

  synchronized void cancelled(RunId run) {
    if (owners.containsKey(run)) {
      violations.add("run " + run + " was cancelled as waiting while it was in progress");
    }
    ended.add(run);
  }

  synchronized void held(RunId run) {
    held.add(run);
  }

  synchronized void releasing(RunId run) {
    held.remove(run);
  }

  synchronized List<RunId> held() {
    return List.copyOf(held);
  }

  synchronized void took(QueueActor.Attempt attempt) {
    if (!attempt.actor().isAlive()) {
      return;
    }
    for (String tag : attempt.tags()) {
      Set<QueueActor.Attempt> all = slots.computeIfAbsent(tag, _ -> new HashSet<>());
      all.add(attempt);
      if (all.size() > limits.getOrDefault(tag, 0)) {
        violations.add("tag " + tag + " has " + all.size() + " holders: " + all);
      }
    }
  }

  synchronized void freeing(QueueActor.Attempt attempt) {
    slots.values().forEach(all -> all.remove(attempt));
  }

  /** Notes that a process is about to die, with all that it holds. */
  synchronized void dying(QueueActor actor) {
    actor.die();
    slots.values().forEach(all -> all.removeIf(attempt -> attempt.actor() == actor));
  }

  /** Returns the runs that have not ended. */
  synchronized List<RunId> open() {
    return runs.keySet().stream().filter(run -> !ended.contains(run)).toList();
  }

  synchronized List<String> violations() {
    List<String> all = new ArrayList<>(violations);
    keyed.forEach((key, made) -> {
      if (made.size() != 1) {
        all.add("key " + key + " has several runs: " + made);
      }
    });
    return all;
  }
}
