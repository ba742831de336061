package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.Journal;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Schema;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.json.ResultTypes;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.PruneResult;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.OwnedRuns;
import dev.praetor.store.write.StoreJournal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps what runs come to, so that it outlives the process. Several processes may have one store
 * open and write to it; a run is written to by the one that owns it. Whoever opens a store closes
 * it, after its runs have ended. Thread-safe.
 */
public final class RunStore implements AutoCloseable {
  private final HikariDataSource pool;
  private final StoreContext desk;
  private final StoreServices beside;

  /**
   * How the code of a run's flow is found again, and who started it.
   *
   * @param target the absolute path of a {@code .java} or {@code .jar} file, or the name of a class
   */
  public record Origin(String target, String user) {}

  private RunStore(Database database, StoreOptions options, InstantSource clock) {
    pool = Database.pool(database);
    Blobs blobs = database.blobs(pool, clock);
    QueryRunner query = new QueryRunner(pool, database);
    desk =
        new StoreContext(
            new JournalWriter(database, blobs, clock),
            new RunReader(query, clock),
            new TaskReader(query, blobs),
            new OwnedRuns(),
            options,
            clock);
    beside =
        StoreServices.of(
            new StoreServices.Parts(
                query,
                desk.reader(),
                desk.tasks(),
                blobs,
                desk.writer(),
                clock,
                options.retention(),
                desk::claim));
  }

  /**
   * Opens a store, which is made if it is not there.
   *
   * @throws StoreFailed if it cannot be used; the message says what to do
   */
  public static RunStore open(StoreLocation where) {
    return open(where, StoreOptions.defaults());
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
          ErrorCode.NOT_FOUND,
          "the store at " + database.name(),
          "there is no store at " + database.name() + " yet",
          "run a flow first");
    }
    return new RunStore(database, StoreOptions.defaults(), InstantSource.system());
  }

  static RunStore open(Database database, StoreOptions options) {
    return open(database, options, InstantSource.system());
  }

  static RunStore open(Database database, StoreOptions options, InstantSource clock) {
    Schema.prepare(database);
    RunStore store = new RunStore(database, options, clock);
    store.beside.upkeep().start();
    return store;
  }

  /** The journal for the runs of a flow. What it says is durable survives a crash. */
  public Journal journal(Flow<?> flow, Origin origin) {
    return new StoreJournal(desk, beside, flow.definition(), origin);
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
    return recorded(id, flow.definition());
  }

  private RecordedRun recorded(RunId id, FlowDefinition flow) {
    RecordedRun recorded =
        new RecordedRunReader(desk.reader(), desk.tasks(), new ResultTypes(flow)).read(id);
    recorded.setChildren((task, child) -> child(new Journal.Parent(id, task), child));
    return recorded;
  }

  private Optional<RecordedRun> child(Journal.Parent parent, FlowDefinition flow) {
    Optional<StoredRun> child = desk.reader().child(parent);
    child.ifPresent(this::claimUnlessEnded);
    return child.map(run -> recorded(run.id(), flow));
  }

  /** It may end in the moment before it is claimed. */
  private void claimUnlessEnded(StoredRun run) {
    if (run.state().isFinished()) {
      return;
    }
    try {
      claim(run.id());
    } catch (StoreFailed e) {
      if (find(run.id()).filter(now -> now.state().isFinished()).isEmpty()) {
        throw e;
      }
    }
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

  /** The task run at a path with its value, however large. */
  public Optional<StoredTaskRun> taskRun(RunId run, TaskPath path) {
    Optional<StoredTaskRun> child = taskRun(run, path.owner().toString(), path.index());
    return child.isPresent() ? child : taskRun(run, path.toString(), -1);
  }

  /** How many children of a mapped node are in which state; those without a row are left out. */
  public Map<StateType, Integer> counts(RunId run, String node) {
    return desk.tasks().counts(run, node);
  }

  /** A version of a flow as JSON, without its code. */
  public Optional<String> spec(String version) {
    return desk.reader().spec(version);
  }

  /** Cached results of all processes that use this store. */
  public CacheStore cache() {
    return beside.cache();
  }

  /** A page of the lines that were logged in a run, oldest first. */
  public List<StoredLog> logs(RunId run, LogFilter filter) {
    return beside.logs().list(run, filter);
  }

  /**
   * Asks the process that owns a run to do something with it, as soon as there is one. Durable when
   * it returns.
   *
   * @throws StoreFailed if there is no such run, or it has ended
   */
  public void order(RunId run, RunOrder order) {
    unfinished(run);
    beside.orders().give(run, order);
  }

  /**
   * Calls back for each order to a run, and to the runs that try it again in this process as its
   * flow's retry says; oldest first, also for those that were given before. An order is handed over
   * once; only if this process ends at that moment, once more to the next one.
   */
  public AutoCloseable watch(RunId run, Consumer<RunOrder> orders) {
    return beside.orders().watch(run, orders);
  }

  /**
   * Ends a run whose owner is dead, and the runs within it: all that had not ended is Cancelled.
   *
   * @throws StoreFailed if there is no such run, it has ended, or its owner lives
   */
  public void cancelLost(RunId run, String by, String why) {
    beside.lostRuns().cancel(run, by, why);
  }

  /**
   * Deletes a run, the runs within it, and what was logged in them.
   *
   * @throws StoreFailed if there is no such run, or one of them is under way
   */
  public void delete(RunId run) {
    beside.deletions().delete(run);
  }

  /** Deletes runs that have ended, with the runs within them. */
  public PruneResult prune(PruneFilter filter) {
    return beside.deletions().prune(filter);
  }

  /**
   * Deletes what task runs returned, and says so in their notes: of one child, of a node with all
   * its children where the index is -1, or of the whole run where no node is named.
   *
   * @return how many results there were
   * @throws StoreFailed if there is no such run, or it is under way
   */
  public int dropResults(RunId run, Optional<String> node, int index) {
    return beside.deletions().dropResults(run, node, index);
  }

  private void unfinished(RunId id) {
    StoredRun run = find(id).orElseThrow(() -> StoreFailed.noRun(id));
    if (run.state().isFinished()) {
      throw StoreFailed.conflict(
          id,
          "run " + id + " has already ended (" + run.state().name() + ")",
          "only a run in progress can be cancelled or approved");
    }
  }

  /** How often something could not be written and was tried again, since the store was opened. */
  int failures() {
    return desk.writer().failures();
  }

  /** Writes what has been handed over, and ends. */
  @Override
  public void close() {
    beside.close();
    // SQLite empties its log only if a connection that may write is closed last.
    pool.close();
    desk.writer().close();
  }
}
