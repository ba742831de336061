package dev.praetor.store;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.queue.ClaimedRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * A process that submits, claims, runs and ends runs at random, and dies without giving anything
 * back. Used by one thread.
 */
final class QueueActor {
  /** The largest number of runs that a process without a worker runs at once. */
  static final int SLOTS = 4;

  private final Database database;
  private final InstantSource clock;
  private final Optional<String> worker;
  private final boolean isolated;
  private final History history;
  private final RunStore store;
  private final QueueRuns runs;
  private final Map<Journal.Start, String> claimed = new LinkedHashMap<>();
  private volatile boolean alive = true;

  /** The history that a process lives in. */
  record History(QueueWorld world, QueueLedger ledger, Random random) {}

  /**
   * Starts a process.
   *
   * @param worker the worker that it is a runner of; absent for a process that has its own flows
   * @param isolated true if it runs only what gets a process of its own
   */
  QueueActor(
      Database database,
      InstantSource clock,
      Optional<String> worker,
      boolean isolated,
      History history) {
    this(database, clock, worker, isolated, history, open(database, clock, worker, isolated));
    worker.ifPresent(id -> store.workers().addRunner(store.self(), id, 1));
  }

  private QueueActor(
      Database database,
      InstantSource clock,
      Optional<String> worker,
      boolean isolated,
      History history,
      RunStore store) {
    this.database = database;
    this.clock = clock;
    this.worker = worker;
    this.isolated = isolated;
    this.history = history;
    this.store = store;
    worker.ifPresent(id -> history.world().runner(store.self(), id));
    this.runs = new QueueRuns(this, history, clock, flows());
    if (worker.isEmpty()) {
      store.servedFlows().add(List.copyOf(flows()), SLOTS);
    }
  }

  /** Opens the store, whose tables exist. */
  private static RunStore open(
      Database database, InstantSource clock, Optional<String> worker, boolean isolated) {
    StoreOptions options = StoreOptions.defaults().withIsolated(isolated);
    if (worker.isPresent()) {
      options = options.withCode(QueueWorld.CODE).withWorker(worker.get());
    }
    return RunStore.of(OpenParts.of(database, options, clock));
  }

  /** Returns this process in another history. */
  QueueActor in(History another) {
    return new QueueActor(database, clock, worker, isolated, another, store);
  }

  private QueueLedger ledger() {
    return history.ledger();
  }

  private Random random() {
    return history.random();
  }

  private List<Flow<Integer>> flows() {
    return history.world().kinds(worker.isPresent()).stream().map(QueueWorld.Kind::flow).toList();
  }

  private Set<String> names() {
    return Set.copyOf(flows().stream().map(Flow::name).toList());
  }

  Optional<String> worker() {
    return worker;
  }

  QueueModel.Client client() {
    return new QueueModel.Client(worker, isolated);
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
    return random().nextInt(40) == 0;
  }

  /** Returns a new process in the place of this one. */
  QueueActor next() {
    return new QueueActor(database, clock, worker, isolated, history);
  }

  /** Takes a step at random(). */
  void step() {
    switch (random().nextInt(12)) {
      case 0, 1, 2 -> submit();
      case 3, 4 -> claim(1 + random().nextInt(3));
      case 5 -> takeOver();
      case 6, 7 -> runs.request();
      case 8, 9 -> runs.endSomething();
      case 10 -> holdOrCancel();
      default -> history.world().change(store, random());
    }
  }

  private Flow<Integer> flow(String name) {
    return history.world().kind(name).flow();
  }

  private void submit() {
    List<Flow<Integer>> flows = flows();
    Flow<Integer> flow = flows.get(random().nextInt(flows.size()));
    Duration until = Duration.ofMinutes(random().nextInt(3));
    RunEntry entry = entry(flow.name());
    LocalRun<Integer> local =
        StoreTest.local(store, flow)
            .withId(new RunId(UUID.randomUUID()))
            .scheduledAt(clock.instant().plus(until));
    Journal.Start start = local.plan(new Argument[0]).start();
    boolean startsHere = worker.isEmpty() && random().nextBoolean();
    history.world().lock().readLock().lock();
    try {
      Admission answer =
          runs.journal(flow.name()).admit(start, entry, startsHere, Optional.empty());
      RunId run = answer instanceof Admission.Repeated repeated ? repeated.run() : start.run();
      entry.key().ifPresent(key -> ledger().keyed(flow.name() + key, run));
      switch (answer) {
        case Admission.Repeated _ -> {}
        case Admission.Waits _ -> ledger().submitted(submitted(start, flow, entry));
        case Admission.Starts _ -> {
          ledger().submitted(submitted(start, flow, entry));
          begin(start, flow.name(), false);
        }
        case Admission.Skips _, Admission.Paused _, Admission.LeftOut _ ->
            throw new AssertionError("not an answer to a run without a schedule: " + answer);
      }
    } finally {
      history.world().lock().readLock().unlock();
    }
  }

  private RunEntry entry(String flow) {
    RunEntry plain = RunEntry.PLAIN.withPriority(random().nextInt(3));
    RunEntry placed =
        history.world().kind(flow).placement().map(plain::withPlacement).orElse(plain);
    return random().nextInt(4) == 0 ? placed.withKey("key " + random().nextInt(4)) : placed;
  }

  private static QueueLedger.Submitted submitted(
      Journal.Start start, Flow<?> flow, RunEntry entry) {
    return new QueueLedger.Submitted(
        start.run(),
        flow.name(),
        entry.priority(),
        start.times().scheduled(),
        start.times().created().truncatedTo(ChronoUnit.MICROS));
  }

  private void begin(Journal.Start start, String flow, boolean again) {
    ledger().begun(start.run(), flow, this, again);
    if (random().nextInt(4) == 0 && !again) {
      claimed.put(start, flow); // The process may die before the run begins.
    } else {
      runs.begin(start, flow);
    }
  }

  /** Claims runs that wait, as many as there are slots for; returns them. */
  List<RunId> claim(int most) {
    int free = Math.min(most, free());
    history.world().lock().readLock().lock();
    try {
      List<ClaimedRun> claimed = store.queue().claim(names(), free).runs();
      for (ClaimedRun each : claimed) {
        StoredRun found = store.find(each.id()).orElseThrow();
        LocalRun<Integer> local =
            StoreTest.local(store, flow(each.flow()))
                .withId(each.id())
                .scheduledAt(found.times().scheduled());
        begin(local.plan(new Argument[0]).start(), each.flow(), false);
      }
      return claimed.stream().map(ClaimedRun::id).toList();
    } finally {
      history.world().lock().readLock().unlock();
    }
  }

  /** Returns the number of further runs that this process may start, if its worker lets it. */
  int free() {
    return worker.isPresent()
        ? Integer.MAX_VALUE
        : Math.max(0, SLOTS - runs.count() - claimed.size());
  }

  /** Returns the runs of processes that ended, as far as this one would take them over. */
  List<RunId> lost() {
    return store.ownersElsewhere().lost(names());
  }

  /** Takes over the runs of processes that ended. */
  void takeOver() {
    for (RunId id : lost()) {
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

  /** Ends all attempts that have their slots, and all runs without attempts. */
  void endAll() {
    claimed.forEach(runs::begin);
    claimed.clear();
    runs.endAll();
  }

  private void holdOrCancel() {
    List<RunId> open = new ArrayList<>(ledger().open());
    if (open.isEmpty()) {
      return;
    }
    RunId run = open.get(random().nextInt(open.size()));
    switch (random().nextInt(3)) {
      case 0 -> hold(run);
      case 1 -> release(run);
      default ->
          store
              .find(run)
              .filter(StoredRun::isWaiting)
              .filter(found -> store.waiting().end(found, new State.Cancelled("", clock.instant())))
              .ifPresent(found -> ledger().cancelled(found.id()));
    }
  }

  /** Holds a run back; nobody releases it before that is noted. */
  private void hold(RunId run) {
    synchronized (ledger().holds) {
      if (store.waiting().hold(run, "ann", "later")) {
        ledger().held(run);
      }
    }
  }

  void release(RunId run) {
    synchronized (ledger().holds) {
      ledger().releasing(run);
      store.waiting().release(run);
    }
  }

  /** Lets the lease of this process end, as if it were stopped. */
  void sleep() throws SQLException {
    claimed.forEach(runs::begin);
    claimed.clear();
    ledger().asleep(this);
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(connection, "UPDATE process SET ended = 1 WHERE id = ?", store.self());
    }
  }

  /**
   * Wakes up, and reports about its runs: each is refused if somebody else has resumed it, and no
   * other. Nobody else does anything meanwhile.
   */
  void wake() throws SQLException {
    runs.report();
    while (hasEnded()) {
      store.limits().delete(RunLimit.Scope.TAG, "none", ""); // A heartbeat goes with a write.
    }
    alive = true;
  }

  private boolean hasEnded() throws SQLException {
    try (Connection connection = database.reading().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT 1 FROM process WHERE id = ? AND ended IS NOT NULL")) {
      select.setString(1, store.self());
      return select.executeQuery().next();
    }
  }

  /** Dies: whatever it owns belongs to a process that is not there any more. */
  void kill() throws SQLException {
    String self = store.self();
    String dead = "dead-" + UUID.randomUUID();
    worker.ifPresent(id -> history.world().runner(dead, id));
    ledger().dying(this, dead);
    try (Connection connection = database.writing().getConnection()) {
      if (worker.isPresent()) {
        Sql.update(
            connection,
            "INSERT INTO runner (process, worker, pid, death) VALUES (?, ?, 1, 'killed')",
            dead,
            worker.get());
      }
      Sql.update(connection, "UPDATE flow_run SET owner = ? WHERE owner = ?", dead, self);
      Sql.update(connection, "UPDATE tag_slot SET process = ? WHERE process = ?", dead, self);
    }
    store.close();
  }
}
