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
import dev.praetor.store.blob.FileBlobs;
import dev.praetor.store.blob.TableBlobs;
import dev.praetor.store.cache.CacheClaims;
import dev.praetor.store.cache.StoreCache;
import dev.praetor.store.control.LostRunEnding;
import dev.praetor.store.control.RunOrders;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Schema;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.history.ResumableRuns;
import dev.praetor.store.history.RunHistory;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.json.ResultTypes;
import dev.praetor.store.log.Logs;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.PruneResult;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import dev.praetor.store.retention.Deletions;
import dev.praetor.store.retention.RetentionJob;
import dev.praetor.store.retention.UnusedBlobs;
import dev.praetor.store.write.JournalListener;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.OwnedRuns;
import dev.praetor.store.write.StoreJournal;
import dev.praetor.store.write.WritePath;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * Keeps runs, so that they outlive the process. Several processes may have one store open and write
 * to it; a run is written to by the one that owns it. Whoever opens a store closes it, after its
 * runs have ended. Thread-safe.
 */
public final class RunStore implements RunHistory, AutoCloseable {
  private static final Duration CACHE_LEASE = Duration.ofSeconds(15);
  private final HikariDataSource pool;
  private final WritePath path;
  private final RunReader reader;
  private final TaskReader tasks;
  private final Logs logs;
  private final RunOrders orders;
  private final CacheClaims claims;
  private final StoreCache cache;
  private final Deletions deletions;
  private final LostRunEnding lostRuns;
  private final RetentionJob retention;

  private RunStore(Database database, StoreOptions options, InstantSource clock) {
    pool = Database.pool(database);
    QueryRunner query = new QueryRunner(pool, database);
    Blobs blobs = blobs(database, pool, clock);
    JournalWriter writer = new JournalWriter(database, blobs, clock);
    WriteQueue writes = new WriteQueue(writer);
    OwnedRuns owned = new OwnedRuns(writer);
    UnusedBlobs unused = new UnusedBlobs(blobs, writes, clock);
    path = new WritePath(writer, owned, options.largestResult());
    reader = new RunReader(query, clock);
    tasks = new TaskReader(query, blobs);
    logs = new Logs(query, writes, clock);
    orders = new RunOrders(query, writes, clock);
    claims = new CacheClaims(query, writes, CACHE_LEASE);
    cache = new StoreCache(query, writes, claims, clock);
    deletions = new Deletions(reader, query, writes, unused, owned::claim);
    lostRuns = new LostRunEnding(reader, tasks, writes, clock, owned::claim);
    retention = new RetentionJob(query, writes, unused, clock, options.retention());
  }

  /** The place of values that are too large for a row: files, or where there is a server, rows. */
  static Blobs blobs(Database database, DataSource reading, InstantSource clock) {
    return switch (database) {
      case SqliteDatabase file -> new FileBlobs(file.blobs(), clock);
      case PostgresDatabase _ -> new TableBlobs(reading, clock);
    };
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
    store.retention.start();
    return store;
  }

  /** The journal for the runs of a flow. What it says is durable survives a crash. */
  public Journal journal(Flow<?> flow, RunOrigin origin) {
    return new StoreJournal(path, new JournalEvents(), this::require, flow.definition(), origin);
  }

  /** Passes on what concerns neither the rows of a run nor those of its task runs. */
  private final class JournalEvents implements JournalListener {
    @Override
    public void restarted(RunId earlier, RunId later) {
      orders.triedAgain(earlier, later);
    }

    @Override
    public void logged(Journal.LogLine line) {
      logs.add(line);
    }
  }

  /**
   * Makes a run whose process has ended this process's. What that process may still write is
   * refused from now on.
   *
   * @throws StoreFailed if the run has ended, or its process has not
   */
  public void claim(RunId id) {
    path.owned().claim(id);
  }

  /**
   * Claims a run whose process has ended, and reads what it recorded, so that it is resumed here.
   *
   * @throws StoreFailed with {@code CONFLICT} if it is a part of another run, has ended, was run
   *     with other code, or its process lives
   */
  public RecordedRun resume(StoredRun run, Flow<?> flow) {
    ResumableRuns.require(run, flow);
    claim(run.id());
    return recorded(run.id(), flow);
  }

  /**
   * Reads what a run recorded, for one that goes on from it. Runs within it are claimed as they are
   * asked for.
   */
  public RecordedRun recorded(RunId id, Flow<?> flow) {
    return recorded(id, flow.definition());
  }

  private RecordedRun recorded(RunId id, FlowDefinition flow) {
    RecordedRun recorded = new RecordedRunReader(reader, tasks, new ResultTypes(flow)).read(id);
    recorded.setChildren((task, child) -> child(new Journal.Parent(id, task), child));
    return recorded;
  }

  private Optional<RecordedRun> child(Journal.Parent parent, FlowDefinition flow) {
    Optional<StoredRun> child = reader.child(parent);
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

  @Override
  public Optional<StoredRun> find(RunId id) {
    return reader.find(id);
  }

  private StoredRun require(RunId id) {
    return find(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  /** The runs whose ids begin like this, newest first, 100 at most. */
  public List<StoredRun> findByPrefix(String idPrefix) {
    return reader.findByPrefix(idPrefix);
  }

  @Override
  public List<StoredRun> list(RunFilter filter) {
    return reader.list(filter);
  }

  @Override
  public List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    return tasks.page(run, filter);
  }

  @Override
  public Optional<StoredTaskRun> taskRun(RunId run, TaskPath path) {
    return tasks.one(run, path);
  }

  @Override
  public Map<StateType, Integer> counts(RunId run, String node) {
    return tasks.counts(run, node);
  }

  @Override
  public Optional<String> spec(String version) {
    return reader.spec(version);
  }

  /** Cached results of all processes that use this store. */
  public CacheStore cache() {
    return cache;
  }

  /** A page of the lines that were logged in a run, oldest first. */
  public List<StoredLog> logs(RunId run, LogFilter filter) {
    return logs.list(run, filter);
  }

  /**
   * Asks the process that owns a run to do something with it, as soon as there is one. Durable when
   * it returns.
   *
   * @throws StoreFailed if there is no such run, or it has ended
   */
  public void order(RunId run, RunOrder order) {
    StoredRun found = require(run);
    if (found.state().isFinished()) {
      throw StoreFailed.conflict(
          run,
          "run " + run + " has already ended (" + found.state().name() + ")",
          "only a run in progress can be cancelled or approved");
    }
    orders.give(run, order);
  }

  /**
   * Calls back for each order to a run, and to the runs that try it again in this process as its
   * flow's retry says; oldest first, also for those that were given before. An order is handed over
   * once; only if this process ends at that moment, once more to the next one.
   */
  public AutoCloseable watch(RunId run, Consumer<RunOrder> consumer) {
    return orders.watch(run, consumer);
  }

  /**
   * Ends a run whose owner is dead, and the runs within it: all that had not ended is Cancelled.
   *
   * @throws StoreFailed if there is no such run, it has ended, or its owner lives
   */
  public void cancelLost(RunId run, String by, String why) {
    lostRuns.cancel(run, by, why);
  }

  /**
   * Deletes a run, the runs within it, and what was logged in them.
   *
   * @throws StoreFailed if there is no such run, or one of them is in progress
   */
  public void delete(RunId run) {
    deletions.delete(run);
  }

  /** Deletes runs that have ended, with the runs within them. */
  public PruneResult prune(PruneFilter filter) {
    return deletions.prune(filter);
  }

  /**
   * Deletes what all task runs of a run returned, and says so in their notes.
   *
   * @return how many results there were
   * @throws StoreFailed if there is no such run, or it is in progress
   */
  public int dropResults(RunId run) {
    return deletions.dropResults(run);
  }

  /** The same for one task run, or a node with all its children. */
  public int dropResults(RunId run, TaskPath path) {
    return deletions.dropResults(run, path);
  }

  /** The number of writes that failed and were tried again, since the store was opened. */
  int failures() {
    return path.writer().failures();
  }

  /** Writes what has been handed over, and ends. */
  @Override
  public void close() {
    retention.close();
    orders.close();
    claims.close();
    // SQLite empties its log only if a connection that may write is closed last.
    pool.close();
    path.writer().close();
  }
}
