package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.run.RecordedRun;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what runs come to, so that it outlives the process. Several processes may have one store
 * open and write to it; a run is written to by the one that owns it. Whoever opens a store closes
 * it, after its runs have ended. Thread-safe.
 */
public final class RunStore implements AutoCloseable {
  private final HikariDataSource pool;
  private final Desk desk;

  /**
   * How the code of a run's flow is found again, and who started it.
   *
   * @param target the absolute path of a {@code .java} or {@code .jar} file, or the name of a class
   */
  public record Origin(String target, String user) {}

  private RunStore(Database database, StoreOptions options, InstantSource clock) {
    pool = Database.pool(database);
    Blobs blobs = database.blobs(pool, clock);
    Query query = new Query(pool, database);
    desk =
        new Desk(
            new Writer(database, blobs, clock),
            new Reader(query, clock),
            new TaskReader(query, blobs),
            new OwnRuns(),
            options,
            clock);
  }

  /**
   * Opens a store, which is made if it is not there.
   *
   * @throws StoreFailed if it cannot be used; the message says what to do
   */
  public static RunStore open(StoreLocation where) {
    return open(where, StoreOptions.standard());
  }

  /** The same with options. */
  public static RunStore open(StoreLocation where, StoreOptions options) {
    return open(Database.at(where), options);
  }

  /**
   * Opens a store to read in it. As long as nothing else is done, nothing is written.
   *
   * @throws StoreFailed if there is none, or it cannot be used
   */
  public static RunStore openToRead(StoreLocation where) {
    Database database = Database.at(where);
    if (!Schema.isThere(database)) {
      throw new StoreFailed(
          "there is no store at %s yet; run a flow first, or name another with --home"
              .formatted(database.name()));
    }
    return new RunStore(database, StoreOptions.standard(), InstantSource.system());
  }

  static RunStore open(Database database, StoreOptions options) {
    Schema.prepare(database);
    return new RunStore(database, options, InstantSource.system());
  }

  /** The journal for the runs of a flow. What it says is durable survives a crash. */
  public Journal journal(Flow<?> flow, Origin origin) {
    return new StoreJournal(desk, flow, origin);
  }

  /**
   * Takes over a run whose process has ended, so that it can go on here. What that process may
   * still write is refused from now on.
   *
   * @throws StoreFailed if the run has ended, or its process has not
   */
  public void claim(RunId id) {
    desk.claim(id);
  }

  /**
   * What a run recorded, for one that goes on from it. Runs within it are claimed as they are asked
   * for.
   */
  public RecordedRun recorded(RunId id, Flow<?> flow) {
    RecordedRun recorded =
        new StoredResults(desk.reader(), desk.tasks(), new ResultTypes(flow)).read(id);
    recorded.setChildren((task, child) -> child(new Journal.Parent(id, task), child));
    return recorded;
  }

  private Optional<RecordedRun> child(Journal.Parent parent, Flow<?> flow) {
    Optional<StoredRun> child = desk.reader().child(parent);
    child.filter(run -> !run.state().isFinished()).ifPresent(run -> claim(run.id()));
    return child.map(run -> recorded(run.id(), flow));
  }

  /** A run, if there is one of this id. */
  public Optional<StoredRun> find(RunId id) {
    return desk.reader().find(id);
  }

  /** The runs whose ids begin like this, newest first, 100 at most. */
  public List<StoredRun> findByPrefix(String idPrefix) {
    return desk.reader().findByPrefix(idPrefix);
  }

  /** A page of runs, newest first. */
  public List<StoredRun> list(RunFilter filter) {
    return desk.reader().list(filter);
  }

  /** A page of the task runs of a run that have begun to be anything but pending. */
  public List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    return desk.tasks().page(run, filter);
  }

  /** One task run with its value, however large; index -1 where it has none. */
  public Optional<StoredTaskRun> taskRun(RunId run, String node, int index) {
    return desk.tasks().one(run, node, index);
  }

  /** How many children of a mapped node are in which state; those without a row are left out. */
  public Map<StateType, Integer> counts(RunId run, String node) {
    return desk.tasks().counts(run, node);
  }

  /** A version of a flow as JSON, without its code. */
  public Optional<String> spec(String version) {
    return desk.reader().spec(version);
  }

  /** Writes what has been handed over, and ends. */
  @Override
  public void close() {
    desk.writer().close();
    pool.close();
  }
}
