package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.ApiError;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.RunStore;
import dev.praetor.store.RunnerStore;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.OwnerWatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The runners that are connected to this server. Thread-safe. */
final class RunnerSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerSessions.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** The silence after which a runner is shown as suspect. */
  static final Duration SUSPECT = Duration.ofSeconds(20);

  /** The silence after which a runner has lost its runs. */
  static final Duration LEASE = Duration.ofSeconds(30);

  /** The part of a lease after the last heartbeat. */
  private static final Duration LAST = Duration.ofSeconds(5);

  private static final int MOST = 10_000;

  /**
   * A runner whose heartbeats have ended here.
   *
   * @param since measures the time since then
   */
  private record Silent(String name, ProcessRow.Beat beat, Silence since) {}

  private final RunStore store;
  private final String version;
  private final Duration lease;
  private final InstantSource clock;
  private final Map<UUID, RunnerSession> open = new ConcurrentHashMap<>();
  private final Map<UUID, Silent> silent = new ConcurrentHashMap<>();
  private final Rounds rounds = new Rounds("praetor-runners", this::look);
  private volatile boolean closed;

  /**
   * Creates an empty set of sessions.
   *
   * @param version the version of Praetor
   * @param lease the silence after which a runner has lost its runs
   */
  RunnerSessions(RunStore store, String version, Duration lease, InstantSource clock) {
    this.store = store;
    this.version = version;
    this.lease = lease;
    this.clock = clock;
  }

  /** A session, and the runs that its runner does not own any more. */
  record Opened(RunnerSession session, List<RunId> lost) {
    Opened {
      lost = List.copyOf(lost);
    }
  }

  /**
   * Opens the session of a runner, or finds it open. A session with a larger number replaces the
   * open one, because the runner was at another server meanwhile, or has not heard of that one.
   *
   * @throws RequestRefused if the runner cannot be served
   */
  synchronized Opened open(UUID id, RunnerHello hello) {
    if (closed) {
      throw new RequestRefused(ApiCode.UNAVAILABLE, "the server is closing; try again");
    }
    VersionCheck.require(version, hello.version());
    RunnerSession session = open.get(id);
    if (session != null && session.hello().session() > hello.session()) {
      throw new RequestRefused(ApiCode.CONFLICT, "a later session of runner " + id + " is open");
    }
    if (session != null && session.hello().session() < hello.session()) {
      leave(session);
      session = null;
    }
    if (session == null) {
      if (open.size() >= MOST) {
        throw new RequestRefused(
            ApiCode.RATE_LIMITED, "the server serves at most %,d runners".formatted(MOST));
      }
      session = fresh(id, hello);
      open.put(id, session);
      rounds.request();
    } else if (!session.hello().code().equals(hello.code())) {
      throw new RequestRefused(
          ApiCode.CONFLICT,
          "runner " + id + " runs another package; a runner needs an id of its own");
    }
    session.silence().end();
    silent.remove(id);
    return new Opened(session, session.takeUp(hello));
  }

  private RunnerSession fresh(UUID id, RunnerHello hello) {
    if (store.packageFiles().find(hello.code()).isEmpty()) {
      throw new RequestRefused(
          ApiCode.NOT_FOUND, "there is no package " + hello.code() + "; register its flows");
    }
    requireRegistered(hello);
    StoreOptions options = StoreOptions.defaults().withCode(hello.code());
    if (hello.code().equals(FlowPackage.SERVED.sha256())) {
      options = options.withVersions(hello.versions());
    }
    Optional<RunnerHello.OfWorker> worker = hello.worker();
    if (worker.isPresent()) {
      options = options.withWorker(worker.get().id()).withIsolated(worker.get().isolated());
      store.workers().addRunner(id.toString(), worker.get().id(), worker.get().pid());
    }
    RunnerStore own = RunnerStore.open(store, id, hello.name(), hello.session(), options);
    RunnerSession session = new RunnerSession(id, hello, own, clock);
    boolean served = false;
    try {
      session.serve();
      served = true;
    } finally {
      if (!served) {
        session.close(JournalWriter.Ending.GOES_ON);
      }
    }
    LOG.atDebug().addKeyValue("runner", id).log("{} is connected", hello.name());
    return session;
  }

  /** Refuses a runner with a flow that is not registered. */
  private void requireRegistered(RunnerHello hello) {
    hello
        .flows()
        .forEach((name, flow) -> {
          boolean isKnown =
              hello.code().equals(FlowPackage.SERVED.sha256())
                  ? store.spec(flow.version()).isPresent()
                  : store.packageFiles().isKnown(hello.code(), flow.version());
          if (!isKnown) {
            throw new RequestRefused(
                ApiCode.NOT_FOUND,
                "flow '%s' is not registered in version %s".formatted(name, flow.version()));
          }
        });
  }

  /**
   * Returns the session of a runner, which was heard with this call.
   *
   * @throws RequestRefused if there is none; the runner opens it then
   */
  RunnerSession require(UUID id) {
    RunnerSession session = open.get(id);
    if (session != null && session.isSuperseded()) {
      leave(session);
      session = null;
    }
    if (session == null) {
      throw new RequestRefused(
          ApiError.of(
                  closed ? ApiCode.UNAVAILABLE : ApiCode.NOT_FOUND,
                  "there is no session of runner %s; open it".formatted(id))
              .withDetails(List.of(Map.of("missing", "session"))));
    }
    session.silence().end();
    return session;
  }

  /** Returns whether a runner with a session here was not heard for long. */
  boolean isSuspect(String runner) {
    return silent.keySet().stream().anyMatch(id -> id.toString().equals(runner))
        || open.values().stream()
            .filter(session -> session.id().toString().equals(runner))
            .anyMatch(session -> session.silence().length().compareTo(SUSPECT) >= 0);
  }

  /** Returns all sessions, in the order of their names. */
  List<RunnerSession> all() {
    return open.values().stream()
        .sorted((one, other) -> one.hello().name().compareTo(other.hello().name()))
        .toList();
  }

  /** Ends a session whose runner goes on; does nothing if another one has taken its place. */
  private void leave(RunnerSession session) {
    if (open.remove(session.id(), session)) {
      session.close(JournalWriter.Ending.GOES_ON);
    }
  }

  /** Ends the session of a runner, if there is one, and records that the runner has ended. */
  void end(UUID id, JournalWriter.Ending how) {
    RunnerSession session = open.remove(id);
    if (session != null) {
      session.close(how);
      LOG.atDebug().addKeyValue("runner", id).log("{} has left", session.hello().name());
    }
    boolean recorded = session != null && !session.isSuperseded();
    if (how == JournalWriter.Ending.DIED && !recorded) {
      OwnerWatch owners = store.ownerWatch();
      owners.beat(id.toString()).ifPresent(beat -> owners.end(id.toString(), beat));
    }
  }

  /**
   * Ends the sessions of runners that were silent for too long. The heartbeats end some time before
   * the lease, so that those of another server can be told, to which the runner may have gone.
   */
  private Duration look() {
    for (RunnerSession session : open.values()) {
      if (session.isSuperseded()) {
        leave(session);
      } else if (session.silence().length().compareTo(lease.minus(LAST)) >= 0) {
        leave(session);
        store
            .ownerWatch()
            .beat(session.id().toString())
            .ifPresent(beat ->
                silent.put(session.id(), new Silent(session.hello().name(), beat, new Silence())));
      }
    }
    silent.forEach((id, runner) -> {
      if (runner.since().length().compareTo(LAST) >= 0) {
        silent.remove(id);
        bury(id, runner);
      }
    });
    return open.isEmpty() && silent.isEmpty() ? Rounds.REST : LOOK;
  }

  private void bury(UUID id, Silent runner) {
    boolean isSilent =
        store.ownerWatch().beat(id.toString()).filter(runner.beat()::equals).isPresent();
    if (isSilent) {
      store.ownerWatch().end(id.toString(), runner.beat());
      LOG.atWarn()
          .addKeyValue("runner", id)
          .log(
              "{} was silent for {} s: its runs are resumed by others",
              runner.name(),
              lease.toSeconds());
    }
  }

  /** Ends all sessions; the runners go on, and open them again at another server or the next. */
  @Override
  public void close() {
    List<RunnerSession> left;
    synchronized (this) {
      closed = true;
      left = List.copyOf(open.values());
    }
    rounds.close();
    left.forEach(this::leave);
  }
}
