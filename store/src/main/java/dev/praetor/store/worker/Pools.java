package dev.praetor.store.worker;

import dev.praetor.ErrorCode;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The pools of workers. A pool needs no declaration: there is one as soon as a flow, a worker or a
 * person names it. Thread-safe.
 */
public final class Pools {
  private static final int LONGEST_REASON = 1_000;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Pools(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** The settings that people made for a pool. */
  private record Settings(Optional<StoredPool.Pause> pause, Optional<Integer> limit) {
    static final Settings NOTHING = new Settings(Optional.empty(), Optional.empty());
  }

  /** Returns all pools by their names: the default pool, and each that somebody has named. */
  public List<StoredPool> list() {
    Map<String, Settings> set = set();
    Map<String, StoredPool.Queue> queues = queues();
    Map<String, Integer> workers = workers();
    TreeSet<String> names = new TreeSet<>(set.keySet());
    names.addAll(queues.keySet());
    names.addAll(workers.keySet());
    names.add(Placement.DEFAULT_POOL);
    List<StoredPool> all = new ArrayList<>();
    for (String name : names) {
      Settings own = set.getOrDefault(name, Settings.NOTHING);
      StoredPool.Queue queue =
          queues.getOrDefault(name, new StoredPool.Queue(0, 0, Optional.empty()));
      all.add(new StoredPool(name, own.pause(), own.limit(), queue, workers.getOrDefault(name, 0)));
    }
    return all;
  }

  /** Returns a pool, even if nobody has named it before. */
  public StoredPool find(String name) {
    return list().stream()
        .filter(pool -> pool.name().equals(name))
        .findFirst()
        .orElseGet(() ->
            new StoredPool(
                name,
                Optional.empty(),
                Optional.empty(),
                new StoredPool.Queue(0, 0, Optional.empty()),
                0));
  }

  private Map<String, Settings> set() {
    Map<String, Settings> all = new HashMap<>();
    query.all(
        "SELECT name, paused, paused_by, why, n FROM pool WHERE paused IS NOT NULL OR n IS NOT NULL",
        List.of(),
        row -> all.put(row.getString("name"), settings(row)));
    return all;
  }

  private static Settings settings(ResultSet row) throws SQLException {
    String by = row.getString("paused_by");
    String why = row.getString("why");
    Optional<StoredPool.Pause> pause =
        QueryRunner.time(row, "paused").map(since -> new StoredPool.Pause(by, why, since));
    int n = row.getInt("n");
    return new Settings(pause, row.wasNull() ? Optional.empty() : Optional.of(n));
  }

  /** Returns the pause of a pool, if it is paused. */
  public Optional<StoredPool.Pause> pause(String name) {
    return query
        .first(
            "SELECT paused, paused_by, why, n FROM pool WHERE name = ?",
            List.of(name),
            Pools::settings)
        .flatMap(Settings::pause);
  }

  /** Returns the limit of a pool, if it is reached. */
  public Optional<Integer> reached(String name) {
    return query
        .all(
            "SELECT p.n, (SELECT count(*) FROM flow_run WHERE pool = p.name AND "
                + Openings.TAKES_SLOT
                + ") AS used FROM pool p WHERE p.name = ? AND p.n IS NOT NULL",
            List.of(name),
            row -> new int[] {row.getInt("used"), row.getInt("n")})
        .stream()
        .filter(counts -> counts[0] >= counts[1])
        .map(counts -> counts[1])
        .findFirst();
  }

  private Map<String, StoredPool.Queue> queues() {
    Map<String, StoredPool.Queue> queues = new HashMap<>();
    String waits = "state IN " + RunConditions.WAITING + " AND held IS NULL AND scheduled <= ?";
    long now = Micros.micros(clock.instant());
    query.all(
        "SELECT pool, sum(CASE WHEN state NOT IN "
            + RunConditions.WAITING
            + " AND parent IS NULL THEN 1 ELSE 0 END) AS running, sum(CASE WHEN "
            + waits
            + " THEN 1 ELSE 0 END) AS waiting, min(CASE WHEN "
            + waits
            + " THEN scheduled END) AS oldest"
            + " FROM flow_run WHERE ended IS NULL AND "
            + RunConditions.OF_PACKAGE
            + " GROUP BY pool",
        List.of(now, now),
        row ->
            queues.put(
                row.getString("pool"),
                new StoredPool.Queue(
                    row.getInt("running"),
                    row.getInt("waiting"),
                    QueryRunner.time(row, "oldest"))));
    return queues;
  }

  private Map<String, Integer> workers() {
    Map<String, Integer> workers = new HashMap<>();
    query
        .all(
            "SELECT pools FROM worker WHERE ended IS NULL AND draining = 0",
            List.of(),
            row -> WorkerJson.readTexts(row.getString("pools")))
        .forEach(pools -> pools.forEach(pool -> workers.merge(pool, 1, Integer::sum)));
    return workers;
  }

  /**
   * Pauses a pool: it starts no run until it is resumed. Runs in progress go on.
   *
   * @param by the person who pauses it; may be empty
   * @throws StoreFailed if the name or the reason is not allowed
   */
  public void pause(String name, String by, String why) {
    check(name, Optional.empty(), why);
    Instant now = clock.instant();
    NewEvent event =
        NewEvent.of(
                EventKind.POOL_PAUSED,
                "pool '%s' is paused%s".formatted(name, why.isEmpty() ? "" : ": " + why))
            .pool(name)
            .by(by)
            .with("why", why);
    writes.now(
        connection -> {
          EventTable.write(connection, now, event);
          return Sql.update(
              connection,
              """
              INSERT INTO pool (name, paused, paused_by, why) VALUES (?, ?, ?, ?)
              ON CONFLICT (name) DO UPDATE SET paused = excluded.paused,
                paused_by = excluded.paused_by, why = excluded.why
              """,
              name,
              Micros.micros(now),
              StorableText.plain(by),
              StorableText.plain(why));
        },
        Topic.QUEUE);
  }

  /**
   * Resumes a pool; returns whether it was paused.
   *
   * @param by the person who resumes it; may be empty
   */
  public boolean resume(String name, String by) {
    check(name, Optional.empty(), "");
    NewEvent event =
        NewEvent.of(EventKind.POOL_RESUMED, "pool '%s' is resumed".formatted(name))
            .pool(name)
            .by(by);
    return writes.now(
        connection -> {
          int changed =
              Sql.update(
                  connection,
                  "UPDATE pool SET paused = NULL, paused_by = '', why = ''"
                      + " WHERE name = ? AND paused IS NOT NULL",
                  name);
          if (changed > 0) {
            EventTable.write(connection, clock.instant(), event);
          }
          return changed > 0;
        },
        Topic.QUEUE);
  }

  /**
   * Sets the largest number of runs of a pool at the same time, or takes the limit away.
   *
   * @throws StoreFailed if the name is not allowed, or the limit is less than 1
   */
  public void limit(String name, Optional<Integer> most) {
    check(name, most, "");
    writes.now(
        connection ->
            Sql.update(
                connection,
                """
                INSERT INTO pool (name, n) SELECT ?, CAST(? AS INTEGER) WHERE true
                ON CONFLICT (name) DO UPDATE SET n = excluded.n
                """,
                name,
                most.orElse(null)),
        Topic.QUEUE);
  }

  /**
   * Checks what is to be set on a pool.
   *
   * @throws StoreFailed if the name, the limit or the reason is not allowed
   */
  public static void check(String name, Optional<Integer> most, String why) {
    try {
      Placement.checkPool(name);
    } catch (IllegalArgumentException e) {
      throw refused(name, String.valueOf(e.getMessage()));
    }
    if (most.isPresent() && most.get() < 1) {
      throw refused(
          name,
          "the limit of a pool is at least 1, not %,d; pause the pool instead"
              .formatted(most.get()));
    }
    if (why.length() > LONGEST_REASON) {
      throw refused(
          name,
          "a reason has at most %,d characters, not %,d".formatted(LONGEST_REASON, why.length()));
    }
  }

  private static StoreFailed refused(String name, String why) {
    return new StoreFailed(ErrorCode.BAD_REQUEST, "pool '" + name + "'", why, "");
  }
}
