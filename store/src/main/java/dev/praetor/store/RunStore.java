package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
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

/**
 * Keeps what runs come to, so that it outlives the process. Whoever opens it closes it, after its
 * runs have ended. Thread-safe.
 */
public final class RunStore implements AutoCloseable {
  private final Writer writer;
  private final HikariDataSource pool;
  private final Reader reader;
  private final InstantSource clock;

  private RunStore(Database database, InstantSource clock) {
    this.clock = clock;
    Schema.prepare(database);
    pool = database.reading();
    reader = new Reader(pool, database.name());
    writer = new Writer(database);
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
    return new RunStore(database, InstantSource.system());
  }

  /** The journal for the runs of a flow. What it says is durable survives a crash. */
  public Journal journal(Flow<?> flow) {
    return new StoreJournal(writer, clock, flow);
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

  /** Writes what has been handed over, and ends. */
  @Override
  public void close() {
    writer.close();
    pool.close();
  }
}
