package dev.praetor.store.worker;

import dev.praetor.engine.task.Placement;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.RunConditions;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.WorkerOffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The runs that a worker may start now: the runs that fit it, in pools that are not paused and have
 * room. Used in one transaction, or only read.
 */
public final class Openings {
  private static final String WORKER =
      "SELECT pools, labels, slots FROM worker WHERE id = ? AND draining = 0 AND ended IS NULL";
  private static final String PAUSED = "SELECT name FROM pool WHERE paused IS NOT NULL";

  /** The condition of a run in progress that takes a slot of its worker and of its pool. */
  static final String TAKES_SLOT = RunConditions.IN_PROGRESS + " AND " + RunConditions.OF_PACKAGE;

  private final Optional<Fit> fit;
  private int slots;
  private final Map<String, Integer> room = new TreeMap<>();

  private Openings(Optional<Fit> fit, int slots) {
    this.fit = fit;
    this.slots = slots;
  }

  /**
   * Returns the condition on the runs that a worker may start now, whether or not there is room for
   * them.
   *
   * @param worker its id; absent for a process that belongs to no worker, which counts as one of
   *     the default pool without labels
   */
  public static Fit now(QueryRunner query, Optional<String> worker) {
    Optional<Offered> offered =
        worker.isEmpty()
            ? Optional.of(Offered.ALONE)
            : query.first(WORKER, List.of(worker.get()), Offered::of);
    if (offered.isEmpty()) {
      return Fit.NOTHING;
    }
    Set<String> paused = new HashSet<>(query.all(PAUSED, List.of(), row -> row.getString("name")));
    return offered.get().fit().without(paused);
  }

  /** Returns the openings of a process whose runs have no worker. */
  public static Openings withoutWorker() {
    return new Openings(Optional.empty(), Integer.MAX_VALUE);
  }

  /** Reads the openings of a worker, which stay as they are until the transaction ends. */
  public static Openings locked(
      Connection connection, Database database, Optional<String> worker, Fit.Isolation isolation)
      throws SQLException {
    String lockRows = database.lockRows();
    // Pools in the order of their names before the worker: no two processes wait for each other.
    Map<String, Integer> limits = new TreeMap<>();
    Set<String> paused = new HashSet<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "SELECT name, paused, n FROM pool WHERE paused IS NOT NULL OR n IS NOT NULL"
                    + " ORDER BY name"
                    + lockRows);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        if (row.getLong("paused") > 0) {
          paused.add(row.getString("name"));
        }
        int n = row.getInt("n");
        if (!row.wasNull()) {
          limits.put(row.getString("name"), n);
        }
      }
    }
    Optional<Offered> offered =
        worker.isEmpty() ? Optional.of(Offered.ALONE) : offered(connection, lockRows, worker.get());
    if (offered.isEmpty()) {
      return new Openings(Optional.of(Fit.NOTHING), 0);
    }
    Fit fit = offered.get().fit().without(paused).withIsolation(isolation);
    int taken = worker.isEmpty() ? 0 : taken(connection, database, worker.get());
    Openings openings = new Openings(Optional.of(fit), offered.get().slots() - taken);
    for (Map.Entry<String, Integer> limit : limits.entrySet()) {
      if (fit.pools().contains(limit.getKey())) {
        openings.room.put(limit.getKey(), limit.getValue() - running(connection, limit.getKey()));
      }
    }
    return openings;
  }

  private static Optional<Offered> offered(Connection connection, String lockRows, String worker)
      throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(WORKER + lockRows)) {
      select.setString(1, worker);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(Offered.of(row)) : Optional.empty();
      }
    }
  }

  private static int taken(Connection connection, Database database, String worker)
      throws SQLException {
    return count(
        connection,
        "SELECT count(*) FROM flow_run"
            + database.takenSlotsIndexHint()
            + " WHERE "
            + TAKES_SLOT
            + " AND owner IN (SELECT process FROM runner WHERE worker = ?)",
        worker);
  }

  private static int running(Connection connection, String pool) throws SQLException {
    return count(
        connection, "SELECT count(*) FROM flow_run WHERE pool = ? AND " + TAKES_SLOT, pool);
  }

  private static int count(Connection connection, String sql, String bound) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, bound);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  private record Offered(Fit fit, int slots) {
    static final Offered ALONE =
        new Offered(
            new Fit(List.of(Placement.DEFAULT_POOL), List.of(), Fit.Isolation.ANY),
            Integer.MAX_VALUE);

    static Offered of(ResultSet row) throws SQLException {
      WorkerOffer offer =
          new WorkerOffer(
              WorkerJson.readTexts(row.getString("pools")),
              WorkerJson.readTexts(row.getString("labels")),
              row.getInt("slots"));
      return new Offered(Fit.of(offer), offer.slots());
    }
  }

  /** Returns the condition on the runs for which there is room; absent if there is none. */
  public Optional<Fit> fit() {
    Set<String> full = new HashSet<>();
    room.forEach((pool, left) -> {
      if (left <= 0) {
        full.add(pool);
      }
    });
    return fit.map(all -> all.without(full));
  }

  /** Returns the number of further runs that the worker may start. */
  public int slots() {
    return Math.max(0, slots);
  }

  /** Returns whether no further run of a pool may start. */
  public boolean isFull(String pool) {
    return room.getOrDefault(pool, 1) <= 0;
  }

  /** Returns whether a run may wait only because there is no room for it. */
  public boolean isAnyFull() {
    return slots <= 0 || room.values().stream().anyMatch(left -> left <= 0);
  }

  /** Notes that a run of a pool starts. */
  public void take(String pool) {
    slots--;
    room.computeIfPresent(pool, (_, left) -> left - 1);
  }
}
