package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.run.RecordedRun;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Keeps what runs come to, so that it outlives the process. Whoever opens it closes it, after its
 * runs have ended. Thread-safe.
 */
public final class RunStore implements AutoCloseable {
  private final Writer writer;
  private final HikariDataSource pool;
  private final Reader reader;
  private final InstantSource clock;
  private final BesideRuns beside;
  private final Set<RunId> live = ConcurrentHashMap.newKeySet();

  private RunStore(Database database, InstantSource clock, Retention retention) {
    this.clock = clock;
    Schema.prepare(database);
    pool = database.reading();
    reader = new Reader(pool, database.name());
    writer = new Writer(database);
    beside =
        BesideRuns.of(
            new BesideRuns.Parts(
                pool, database.name(), reader, writer, clock, retention, this::claim));
    beside.upkeep().start();
  }

  /**
   * Opens a store in one file, which is made if it is not there.
   *
   * @throws StoreFailed if it was made by a newer Praetor
   */
  public static RunStore sqlite(Path file) {
    return open(new Database.Sqlite(file, Duration.ofSeconds(5)));
  }

  /**
   * Opens a store in a PostgreSQL database, whose tables are made if they are not there.
   *
   * @throws StoreFailed if they were made by a newer Praetor
   */
  public static RunStore postgres(String jdbcUrl, String user, String password) {
    return open(new Database.Postgres(jdbcUrl, user, password));
  }

  static RunStore open(Database database) {
    return open(database, InstantSource.system(), Retention.STANDARD);
  }

  static RunStore open(Database database, InstantSource clock, Retention retention) {
    return new RunStore(database, clock, retention);
  }

  /** The journal for the runs of a flow. What it says is durable survives a crash. */
  public Journal journal(Flow<?> flow) {
    return new StoreJournal(writer, clock, flow, beside.logs(), live);
  }

  /** A run, if there is one of this id. */
  public Optional<StoredRun> find(RunId id) {
    return reader.find(id);
  }

  /** A page of runs, newest first. */
  public List<StoredRun> list(RunFilter filter) {
    return reader.list(filter);
  }

  /** A page of the task runs of a run that have begun to be anything but pending. */
  public List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    return reader.taskRuns(run, filter);
  }

  /** How many children of a mapped node are in which state; those without a row are left out. */
  public Map<StateType, Integer> counts(RunId run, String node) {
    return reader.counts(run, node);
  }

  /** What a run recorded, for one that goes on from it. */
  public RecordedRun recorded(RunId id, Flow<?> flow) {
    Map<String, Type> types = new HashMap<>();
    for (GraphNode node : flow.graph().nodes()) {
      node.task().ifPresent(task -> types.put(node.name(), task.signature().result()));
    }
    return StoredResults.read(reader, id, node -> Optional.ofNullable(types.get(node)));
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
  public void order(RunId run, Order order) {
    unfinished(run);
    beside.orders().give(run, order);
  }

  /**
   * Calls back for each order to a run, oldest first, also for those that were given before. An
   * order is handed over once; only if this process ends at that moment, once more to the next one.
   */
  public AutoCloseable watch(RunId run, Consumer<Order> orders) {
    return beside.orders().watch(run, orders);
  }

  /**
   * Ends a run whose owner is dead, and the runs within it: all that had not ended is Cancelled.
   *
   * @throws StoreFailed if there is no such run, it has ended, or its owner lives
   */
  public void cancelLost(RunId run, String why, String by) {
    beside.lostRuns().cancel(run, why, by);
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
  public Pruned prune(PruneFilter filter) {
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

  /** Takes over a run that nobody has under way in this store. */
  private void claim(RunId run) {
    unfinished(run);
    if (live.contains(run)) {
      throw new StoreFailed("run " + run + " is under way; wait until it ends, or cancel it");
    }
  }

  private void unfinished(RunId id) {
    StoredRun run =
        find(id).orElseThrow(() -> new StoreFailed("there is no run " + id + " in the store"));
    if (run.state().isFinished()) {
      throw new StoreFailed(
          "run "
              + id
              + " has ended ("
              + run.state().name()
              + "); only one that has not can do that");
    }
  }

  /** Writes what has been handed over, and ends. */
  @Override
  public void close() {
    beside.close();
    writer.close();
    pool.close();
  }
}
