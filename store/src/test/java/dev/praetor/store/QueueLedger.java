package dev.praetor.store;

import static java.util.Objects.requireNonNull;

import dev.praetor.RunId;
import dev.praetor.engine.task.Placement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The knowledge of an observer about runs that several processes start: who runs what, and who
 * holds which slots. What ends is noted before it is written, and what begins after, so that the
 * observer never sees more in progress than there is. Whatever breaks a rule is kept. Thread-safe.
 */
final class QueueLedger {
  private final InstantSource clock;
  private final QueueWorld world;
  private final Map<RunId, Submitted> runs = new HashMap<>();
  private final Map<RunId, Owner> owners = new HashMap<>();
  private final Map<String, Set<RunId>> inProgress = new HashMap<>();
  private final Map<String, Set<QueueRuns.Attempt>> slots = new HashMap<>();
  private final Set<RunId> held = new HashSet<>();

  /** The lock of who holds a run back or releases it, and of the note of it. */
  final Object holds = new Object();

  private final Set<RunId> ended = new HashSet<>();
  private final Map<String, Set<RunId>> keyed = new HashMap<>();
  private final List<String> violations = new ArrayList<>();

  /** A run that was admitted. */
  record Submitted(RunId run, String flow, int priority, Instant due, Instant created) {}

  /**
   * The owner of a run in progress.
   *
   * @param process the id of its process, or of the dead process that it was
   * @param claimedBy the worker that claimed the run; empty if the run was resumed, or has none
   */
  private record Owner(QueueActor actor, String process, String claimedBy) {}

  QueueLedger(InstantSource clock, QueueWorld world) {
    this.clock = clock;
    this.world = world;
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
    String worker = again ? "" : by.worker().orElse("");
    Owner before = owners.put(run, new Owner(by, by.store().self(), worker));
    if (before != null && before.actor().isAlive()) {
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
    if (!again) {
      checkRoom(run, flow, by);
    }
    Submitted submitted = runs.get(run);
    if (submitted != null && submitted.due().isAfter(clock.instant())) {
      violations.add("run " + run + " was started before it was due");
    }
  }

  private void checkRoom(RunId run, String flow, QueueActor by) {
    isWithin(world.limit(flow), running(flow), "flow " + flow);
    Placement placement = world.kind(flow).placement().orElse(null);
    if (placement == null) {
      return;
    }
    String pool = placement.pool();
    QueueWorld.Worker worker = world.worker(by.worker().orElseThrow());
    if (world.isPaused(pool) || worker.draining() || !worker.takes(placement)) {
      violations.add("run " + run + " was started by " + worker + ", with its pool paused or not");
    }
    int inPool =
        world.kinds(true).stream()
            .filter(kind -> kind.placement().orElseThrow().pool().equals(pool))
            .mapToInt(kind -> running(kind.name()))
            .sum();
    isWithin(world.limitOfPool(pool), inPool, "pool " + pool);
    long slots =
        owners.values().stream().filter(owner -> owner.claimedBy().equals(worker.id())).count();
    isWithin(Optional.of(worker.offer().slots()), (int) slots, "worker " + worker);
  }

  private int running(String flow) {
    return inProgress.getOrDefault(flow, Set.of()).size();
  }

  private void isWithin(Optional<Integer> limit, int running, String what) {
    if (limit.isPresent() && running > limit.get()) {
      violations.add(what + " has " + running + " runs in progress");
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

  synchronized void took(QueueRuns.Attempt attempt) {
    if (!attempt.actor().isAlive()) {
      return;
    }
    for (String tag : attempt.tags()) {
      Set<QueueRuns.Attempt> all = slots.computeIfAbsent(tag, _ -> new HashSet<>());
      all.add(attempt);
      if (all.size() > world.limit(tag).orElse(0)) {
        violations.add("tag " + tag + " has " + all.size() + " holders: " + all);
      }
    }
  }

  synchronized void freeing(QueueRuns.Attempt attempt) {
    slots.values().forEach(all -> all.remove(attempt));
  }

  /** Notes that a process is about to die, with all that it holds. */
  synchronized void dying(QueueActor actor, String dead) {
    asleep(actor);
    owners.replaceAll(
        (_, owner) -> owner.actor() == actor ? new Owner(actor, dead, owner.claimedBy()) : owner);
  }

  /** Notes that the lease of a process has ended, although it may wake up. */
  synchronized void asleep(QueueActor actor) {
    actor.die();
    slots.values().forEach(all -> all.removeIf(attempt -> attempt.actor() == actor));
  }

  /** Returns whether nobody else has resumed a run of a process since. */
  synchronized boolean owns(QueueActor actor, RunId run) {
    Owner owner = owners.get(run);
    return owner != null && owner.actor() == actor;
  }

  /** Returns the rules for this moment, in which no process does anything. */
  synchronized QueueModel model(Map<String, Integer> servers, String serverName) {
    List<QueueModel.InProgress> begun = new ArrayList<>();
    owners.forEach((run, owner) ->
        begun.add(
            new QueueModel.InProgress(
                requireNonNull(runs.get(run)), owner.process(), owner.actor().isAlive())));
    return new QueueModel(
        world,
        clock.instant(),
        runs.values().stream()
            .filter(run -> !ended.contains(run.run()) && !owners.containsKey(run.run()))
            .toList(),
        Set.copyOf(held),
        begun,
        servers,
        serverName);
  }

  /** Notes that a rule is broken. */
  synchronized void violation(String what) {
    violations.add(what);
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
