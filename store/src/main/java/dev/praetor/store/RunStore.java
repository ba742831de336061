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
  private final javax.sql.DataSource source;

  private RunStore(Database database, InstantSource clock) {
    this.clock = clock;
    Schema.prepare(database);
    source = database.writing();
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

  Journal journal(Flow<?> flow) {
    return journal(flow, new Origin("", ""));
  }

  public record Origin(String target, String user) {}

  // Interim from here on: all of it is being written elsewhere.
  private static final String ME =
      System.getProperty("user.name")
          + "@here, process "
          + ProcessHandle.current().pid()
          + "|"
          + ProcessHandle.current().pid()
          + "|"
          + ProcessHandle.current().info().startInstant().orElseThrow();
  private final dev.praetor.engine.cache.CacheStore cache =
      new dev.praetor.engine.cache.MemoryCache(InstantSource.system());
  private static final tools.jackson.databind.json.JsonMapper JSON =
      tools.jackson.databind.json.JsonMapper.shared();

  public static RunStore open(StoreLocation where) {
    return switch (where) {
      case StoreLocation.Home home -> sqlite(home.folder().resolve("praetor.db"));
      case StoreLocation.Postgres server ->
          postgres(server.url(), server.user(), server.password());
    };
  }

  public static RunStore openToRead(StoreLocation where) {
    if (where instanceof StoreLocation.Home home
        && !java.nio.file.Files.exists(home.folder().resolve("praetor.db"))) {
      throw new StoreFailed(
          "there is no store at " + home.folder() + " yet; it is made by the first run");
    }
    return open(where);
  }

  public dev.praetor.engine.cache.CacheStore cache() {
    return cache;
  }

  public Journal journal(Flow<?> flow, Origin origin) {
    StoreJournal inner =
        new StoreJournal(
            writer,
            clock,
            flow,
            start -> {
              Optional<StoredRun> before = start.resumed() ? find(start.run()) : Optional.empty();
              return new RunEncoder(
                  start, before.map(run -> run.owner().epoch()).orElse(0), before);
            });
    return new Journal() {
      @Override
      public void begin(Start start) {
        inner.begin(start);
        if (!start.resumed()) {
          update(
              """
              UPDATE flow_run SET parent_task = ?, restart_of = ?, origin = ?, owner = ? WHERE id = ?
              """,
              start.parent().map(Parent::task).orElse(null),
              start.restartOf().map(RunId::toString).orElse(null),
              JSON.writeValueAsString(Map.of("target", origin.target(), "user", origin.user())),
              ME,
              start.run().toString());
        }
      }

      @Override
      public void append(Batch batch, Receipt receipt) {
        inner.append(batch, receipt);
      }
    };
  }

  private int update(String sql, @org.jspecify.annotations.Nullable Object... bound) {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < bound.length; i++) {
        statement.setObject(i + 1, bound[i]);
      }
      return statement.executeUpdate();
    } catch (java.sql.SQLException e) {
      throw new StoreFailed("interim: " + e.getMessage(), e);
    }
  }

  private List<String> texts(String sql, String... bound) {
    try (var connection = source.getConnection();
        var statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < bound.length; i++) {
        statement.setString(i + 1, bound[i]);
      }
      List<String> found = new java.util.ArrayList<>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found;
    } catch (java.sql.SQLException e) {
      throw new StoreFailed("interim: " + e.getMessage(), e);
    }
  }

  public void claim(RunId id) {
    StoredRun run = find(id).orElseThrow(() -> new StoreFailed("there is no run " + id));
    if (run.state().isFinished() || run.owner().alive()) {
      throw new StoreFailed(
          "run "
              + id
              + (run.state().isFinished() ? " has ended" : " is run by " + run.owner().name()));
    }
    update("UPDATE flow_run SET epoch = epoch + 1, owner = ? WHERE id = ?", ME, id.toString());
  }

  public List<StoredRun> findByPrefix(String prefix) {
    return list(RunFilter.all().withLimit(100_000)).stream()
        .filter(run -> run.id().toString().startsWith(prefix))
        .toList();
  }

  public Optional<StoredTaskRun> taskRun(RunId run, String node, int index) {
    return taskRuns(run, TaskRunFilter.all().withNode(node).withLimit(1_000_000)).stream()
        .filter(each -> each.index() == index)
        .findFirst();
  }

  public Optional<String> spec(String version) {
    return texts("SELECT spec FROM flow_version WHERE hash = ?", version).stream().findFirst();
  }

  public List<StoredLog> logs(RunId run, LogFilter filter) {
    return List.of();
  }

  public void order(RunId run, Order order) {
    List<String> body =
        switch (order) {
          case Order.Cancel it -> List.of("cancel", it.why(), it.by());
          case Order.Approve it -> List.of("approve", it.task(), it.by());
          case Order.Refuse it -> List.of("refuse", it.task(), it.by(), it.why());
        };
    update(
        "INSERT INTO run_order (id, run, body) VALUES (?, ?, ?)",
        clock.instant() + "" + java.util.UUID.randomUUID(),
        run.toString(),
        JSON.writeValueAsString(body));
  }

  public AutoCloseable watch(RunId run, java.util.function.Consumer<Order> orders) {
    var latch = new java.util.concurrent.CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(() -> {
              try {
                while (!latch.await(250, java.util.concurrent.TimeUnit.MILLISECONDS)) {
                  for (String id :
                      texts("SELECT id FROM run_order WHERE run = ? ORDER BY id", run.toString())) {
                    String body = texts("SELECT body FROM run_order WHERE id = ?", id).getFirst();
                    if (update("DELETE FROM run_order WHERE id = ?", id) == 1) {
                      var it = JSON.readTree(body);
                      String a = it.path(1).asString();
                      String b = it.path(2).asString();
                      orders.accept(
                          switch (it.path(0).asString()) {
                            case "cancel" -> new Order.Cancel(a, b);
                            case "approve" -> new Order.Approve(a, b);
                            default -> new Order.Refuse(a, b, it.path(3).asString());
                          });
                    }
                  }
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    return () -> {
      latch.countDown();
      thread.join();
    };
  }

  public void cancelLost(RunId run, String why, String by) {
    claim(run);
    String message = why + " (by " + by + ")";
    List<dev.praetor.Transition> history =
        new java.util.ArrayList<>(find(run).orElseThrow().history());
    history.add(
        new dev.praetor.Transition(0, new dev.praetor.State.Cancelled(message, clock.instant())));
    update(
        "UPDATE flow_run SET state = 'Cancelled', message = ?, history = ?, ended = ? WHERE id = ?",
        message,
        HistoryJson.write(history, Optional.empty(), new dev.praetor.engine.Masker()),
        Times.micros(clock.instant()),
        run.toString());
  }

  public void delete(RunId run) {
    StoredRun stored = find(run).orElseThrow(() -> new StoreFailed("there is no run " + run));
    if (!stored.state().isFinished() && stored.owner().alive()) {
      throw new StoreFailed(
          "run " + run + " is run by " + stored.owner().name() + "; cancel it first");
    }
    update("DELETE FROM task_run WHERE run = ?", run.toString());
    update("DELETE FROM map_counts WHERE run = ?", run.toString());
    update("DELETE FROM flow_run WHERE id = ?", run.toString());
  }

  public Pruned prune(PruneFilter filter) {
    List<RunId> gone = new java.util.ArrayList<>();
    List<StoredRun> ended =
        list(RunFilter.all().withLimit(100_000)).stream()
            .filter(run -> run.state().isFinished())
            .filter(run -> filter.flow().map(run.flow()::equals).orElse(true))
            .skip(filter.keepLatest())
            .filter(run ->
                filter
                    .endedBefore()
                    .map(t -> run.times().ended().orElseThrow().isBefore(t))
                    .orElse(true))
            .toList();
    for (StoredRun run : ended) {
      gone.add(run.id());
      if (!filter.dryRun()) {
        delete(run.id());
      }
    }
    return new Pruned(gone, 0);
  }

  public int dropResults(RunId run, Optional<String> node, int index) {
    String set = "UPDATE task_run SET value = NULL, note = 'its result was deleted' ";
    String where = "WHERE run = ? AND value IS NOT NULL";
    if (node.isEmpty()) {
      return update(set + where, run.toString());
    }
    return index < 0
        ? update(set + where + " AND node = ?", run.toString(), node.get())
        : update(set + where + " AND node = ? AND idx = ?", run.toString(), node.get(), index);
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
    RecordedRun recorded =
        StoredResults.read(reader, id, node -> Optional.ofNullable(types.get(node)));
    recorded.setChildren((task, child) ->
        texts("SELECT id FROM flow_run WHERE parent = ? AND parent_task = ?", id.toString(), task)
            .stream()
            .findFirst()
            .map(RunId::parse)
            .map(found -> {
              update(
                  "UPDATE flow_run SET epoch = epoch + 1, owner = ? WHERE id = ?",
                  ME,
                  found.toString());
              return recorded(found, child);
            }));
    return recorded;
  }

  /** Writes what has been handed over, and ends. */
  @Override
  public void close() {
    writer.close();
    pool.close();
  }
}
