package dev.praetor.store;

import static java.util.Objects.requireNonNull;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.AttemptSlots;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.queue.ClaimedRun;
import dev.praetor.store.write.StoreJournal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A process that submits, claims, runs and ends runs at random, and dies without giving anything
 * back. Its runs have no code: an attempt is a ticket for slots. Used by one thread, apart from
 * answers of the store.
 */
final class QueueActor {
  private final Database database;
  private final InstantSource clock;
  private final QueueLedger ledger;
  private final List<Flow<Integer>> flows;
  private final List<String> tags;
  private final Random random;
  private final RunStore store;
  private final Map<String, StoreJournal> journals = new HashMap<>();
  private final Map<RunId, Begun> begun = new LinkedHashMap<>();
  private final Map<Journal.Start, String> claimed = new LinkedHashMap<>();
  private volatile boolean alive = true;

  /** An attempt that has requested slots; it has them once the ticket is granted. */
  record Attempt(QueueActor actor, RunId run, int index, Set<String> tags) {}

  /** A run in progress here. */
  private static final class Begun {
    private final String flow;
    private final Map<Attempt, Asked> attempts = new LinkedHashMap<>();
    private long sequence;

    Begun(String flow) {
      this.flow = flow;
    }

    Asked asked(Attempt attempt) {
      return requireNonNull(attempts.get(attempt));
    }
  }

  /** The request of an attempt. */
  private record Asked(AttemptSlots.Ticket ticket, CompletableFuture<Boolean> granted) {}

  QueueActor(
      Database database,
      InstantSource clock,
      QueueLedger ledger,
      List<Flow<Integer>> flows,
      List<String> tags,
      Random random) {
    this.database = database;
    this.clock = clock;
    this.ledger = ledger;
    this.flows = flows;
    this.tags = tags;
    this.random = random;
    this.store = RunStore.open(database, StoreOptions.defaults(), clock);
    for (Flow<Integer> flow : flows) {
      journals.put(flow.name(), store.journal(flow, Flows.ORIGIN));
    }
  }

  boolean isAlive() {
    return alive;
  }

  void die() {
    alive = false;
  }

  RunStore store() {
    return store;
  }

  boolean isToDie() {
    return random.nextInt(15) == 0;
  }

  /** Returns a new process in the place of this one. */
  QueueActor next() {
    return new QueueActor(database, clock, ledger, flows, tags, random);
  }

  /** Takes a step at random. */
  void step() {
    switch (random.nextInt(10)) {
      case 0, 1, 2 -> submit();
      case 3, 4 -> claim(1 + random.nextInt(3));
      case 5 -> takeOver();
      case 6, 7 -> ask();
      case 8 -> endSomething();
      default -> holdOrCancel();
    }
  }

  private Flow<Integer> flow(String name) {
    return flows.stream().filter(flow -> flow.name().equals(name)).findFirst().orElseThrow();
  }

  private void submit() {
    Flow<Integer> flow = flows.get(random.nextInt(flows.size()));
    Duration until = Duration.ofMinutes(random.nextInt(3));
    RunEntry entry = RunEntry.PLAIN.withPriority(random.nextInt(3));
    String key = "key " + random.nextInt(4);
    boolean isKeyed = random.nextInt(4) == 0;
    LocalRun<Integer> local =
        StoreTest.local(store, flow)
            .withId(new RunId(UUID.randomUUID()))
            .scheduledAt(clock.instant().plus(until));
    Journal.Start start = local.plan(new Argument[0]).start();
    Admission answer =
        journal(flow.name())
            .admit(
                start,
                isKeyed ? entry.withKey(key) : entry,
                random.nextBoolean(),
                Optional.empty());
    RunId run = answer instanceof Admission.Repeated repeated ? repeated.run() : start.run();
    if (isKeyed) {
      ledger.keyed(flow.name() + key, run);
    }
    switch (answer) {
      case Admission.Repeated _ -> {}
      case Admission.Waits _ -> ledger.submitted(submitted(start, flow));
      case Admission.Starts _ -> {
        ledger.submitted(submitted(start, flow));
        begin(start, flow.name(), false);
      }
      case Admission.Skips _, Admission.Paused _, Admission.LeftOut _ ->
          throw new AssertionError("not an answer to a run without a schedule: " + answer);
    }
  }

  private static QueueLedger.Submitted submitted(Journal.Start start, Flow<?> flow) {
    return new QueueLedger.Submitted(start.run(), flow.name(), start.times().scheduled());
  }

  private void begin(Journal.Start start, String flow, boolean again) {
    ledger.begun(start.run(), flow, this, again);
    if (random.nextInt(4) == 0 && !again) {
      claimed.put(start, flow); // The process may die before the run begins.
    } else {
      begin(start, flow);
    }
  }

  private StoreJournal journal(String flow) {
    return requireNonNull(journals.get(flow));
  }

  private Begun run(RunId id) {
    return requireNonNull(begun.get(id));
  }

  private void begin(Journal.Start start, String flow) {
    var _ = journal(flow).begin(start).join();
    Begun run = new Begun(flow);
    begun.put(start.run(), run);
    append(start.run(), run, Optional.of(new State.Running("", clock.instant(), 1)));
  }

  /** Claims runs that wait; returns how many. */
  int claim(int most) {
    List<ClaimedRun> claimed =
        store.queue().claim(Set.copyOf(flows.stream().map(Flow::name).toList()), most).runs();
    for (ClaimedRun each : claimed) {
      StoredRun found = store.find(each.id()).orElseThrow();
      LocalRun<Integer> local =
          StoreTest.local(store, flow(each.flow()))
              .withId(each.id())
              .scheduledAt(found.times().scheduled());
      begin(local.plan(new Argument[0]).start(), each.flow(), false);
    }
    return claimed.size();
  }

  /** Takes over the runs of processes that ended. */
  void takeOver() {
    for (RunId id :
        store.ownersElsewhere().lost(Set.copyOf(flows.stream().map(Flow::name).toList()))) {
      StoredRun found = store.find(id).orElseThrow();
      if (found.isLost()) {
        takeOver(found);
      }
    }
  }

  private void takeOver(StoredRun lost) {
    Flow<Integer> flow = flow(lost.flow());
    try {
      store.claim(lost.id());
    } catch (StoreFailed faster) {
      return;
    }
    Journal.Start start =
        StoreTest.local(store, flow)
            .resuming(store.recorded(lost.id(), flow))
            .plan(new Argument[0])
            .start();
    begin(start, flow.name(), true);
  }

  private Optional<RunId> anyBegun() {
    List<RunId> all = List.copyOf(begun.keySet());
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
  }

  /** Requests the slots of an attempt. */
  private void ask() {
    anyBegun()
        .ifPresent(id -> {
          Begun run = run(id);
          Set<String> some =
              random.nextInt(3) == 0
                  ? Set.copyOf(tags)
                  : Set.of(tags.get(random.nextInt(tags.size())));
          Attempt attempt = new Attempt(this, id, random.nextInt(1_000_000), some);
          CompletableFuture<Boolean> granted = new CompletableFuture<>();
          AttemptSlots.Ticket ticket =
              store
                  .slots()
                  .claim(
                      new AttemptSlots.Request(id, "n", attempt.index(), some),
                      new AttemptSlots.Answers() {
                        @Override
                        public void granted() {
                          ledger.took(attempt);
                          granted.complete(true);
                        }

                        @Override
                        public void waits(String full, int position) {}

                        @Override
                        public void failed(PraetorException why) {
                          granted.complete(false);
                        }
                      });
          run.attempts.put(attempt, new Asked(ticket, granted));
        });
  }

  /** Ends an attempt that has its slots, or withdraws an attempt that waits, or ends a run. */
  private void endSomething() {
    anyBegun()
        .ifPresent(id -> {
          Begun run = run(id);
          if (run.attempts.isEmpty()) {
            end(id, run);
            return;
          }
          Attempt attempt = run.attempts.keySet().iterator().next();
          if (run.asked(attempt).granted().isDone() || random.nextInt(4) == 0) {
            end(id, run, attempt);
          }
        });
  }

  private void end(RunId id, Begun run, Attempt attempt) {
    Asked asked = run.asked(attempt);
    run.attempts.remove(attempt);
    ledger.freeing(attempt);
    if (asked.granted().isDone()) {
      asked.ticket().ended();
      append(id, run, Optional.empty());
    } else {
      // A ticket that is granted meanwhile is noted as taken, and is free when it is withdrawn.
      asked.ticket().withdraw();
      var _ = asked.granted().thenRun(() -> ledger.freeing(attempt));
    }
  }

  private void end(RunId id, Begun run) {
    begun.remove(id);
    ledger.ending(id, run.flow);
    append(id, run, Optional.of(new State.Success("", clock.instant())));
  }

  /** Ends all attempts that have their slots, and all runs without attempts. */
  void endAll() {
    claimed.forEach(this::begin);
    claimed.clear();
    for (RunId id : List.copyOf(begun.keySet())) {
      Begun run = run(id);
      for (Attempt attempt : List.copyOf(run.attempts.keySet())) {
        if (run.asked(attempt).granted().isDone()) {
          end(id, run, attempt);
        }
      }
      if (run.attempts.isEmpty()) {
        end(id, run);
      }
    }
  }

  private void holdOrCancel() {
    List<RunId> open = new ArrayList<>(ledger.open());
    if (open.isEmpty()) {
      return;
    }
    RunId run = open.get(random.nextInt(open.size()));
    switch (random.nextInt(3)) {
      case 0 -> hold(run);
      case 1 -> release(run);
      default ->
          store
              .find(run)
              .filter(StoredRun::isWaiting)
              .filter(found -> store.waiting().end(found, new State.Cancelled("", clock.instant())))
              .ifPresent(found -> ledger.cancelled(found.id()));
    }
  }

  /** Holds a run back; nobody releases it before that is noted. */
  private void hold(RunId run) {
    synchronized (ledger.holds) {
      if (store.waiting().hold(run, "ann", "later")) {
        ledger.held(run);
      }
    }
  }

  void release(RunId run) {
    synchronized (ledger.holds) {
      ledger.releasing(run);
      store.waiting().release(run);
    }
  }

  private void append(RunId id, Begun run, Optional<State> flow) {
    CompletableFuture<Boolean> durable = new CompletableFuture<>();
    journal(run.flow)
        .append(
            new Journal.Batch(id, ++run.sequence, List.of(), List.of(), flow),
            new Journal.Receipt() {
              @Override
              public void durable() {
                durable.complete(true);
              }

              @Override
              public void rejected(String node, int index, String why) {}

              @Override
              public void refused(String why) {
                durable.completeExceptionally(new IllegalStateException(why));
              }

              @Override
              public void failed(PraetorException why) {
                durable.completeExceptionally(why);
              }
            });
    durable.join();
  }

  /** Dies: whatever it owns belongs to a process that is not there any more. */
  void kill() throws SQLException {
    ledger.dying(this);
    String self = store.self();
    String dead = "dead-" + UUID.randomUUID();
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(connection, "UPDATE flow_run SET owner = ? WHERE owner = ?", dead, self);
      Sql.update(connection, "UPDATE tag_slot SET process = ? WHERE process = ?", dead, self);
    }
    store.close();
  }
}
