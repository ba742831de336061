package dev.praetor.store.worker;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.GivenName;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The workers of a store. A worker is alive while its process runs, if that is on this machine;
 * otherwise while it reports at least once in the length of a lease, by the clock of the database,
 * which is the same for all who look. A worker that wakes up after it was given up is recorded
 * again. Thread-safe.
 */
public final class Workers {
  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public Workers(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  private WorkerTable table(Connection connection) {
    return new WorkerTable(connection, query.database().now(), clock.instant());
  }

  /**
   * Records a worker, even if it was given up before.
   *
   * @return the name that it has: the name that it wanted, with a number if another live worker has
   *     that
   * @throws dev.praetor.store.model.StoreFailed with {@code BAD_REQUEST} if the name has characters
   *     that cannot be seen
   */
  public String add(NewWorker worker) {
    GivenName.check("worker", worker.name());
    return writes.now(
        connection -> {
          WorkerTable table = table(connection);
          table.endDead();
          return table.add(worker);
        },
        Topic.WORKERS);
  }

  /**
   * Records what a worker reports, which is also its heartbeat.
   *
   * @return true if it is to drain; absent if it is not recorded as alive, so that it must be added
   *     again
   */
  public Optional<Boolean> report(String id, StoredWorker.Report report) {
    return writes.now(connection -> table(connection).report(id, report));
  }

  /**
   * Gives the workers their full time again. A server does so when it starts: while none was there,
   * nobody could hear them.
   */
  public void giveTime() {
    writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE worker SET heartbeat = %s WHERE ended IS NULL"
                .formatted(query.database().now())));
  }

  /** Returns whether a worker is to drain; absent if it is not recorded as alive. */
  public Optional<Boolean> drains(String id) {
    return query.first(
        "SELECT draining FROM worker WHERE id = ? AND ended IS NULL",
        List.of(id),
        row -> row.getInt("draining") == 1);
  }

  /**
   * Tells a worker to drain: it takes no more runs, and ends when its runs have ended.
   *
   * @param by the person who does so; may be empty
   * @throws StoreFailed if there is no such worker, or it has ended
   */
  public void drain(String id, String by) {
    if (!writes.now(connection -> table(connection).drain(id, by), Topic.WORKERS)) {
      requireEnded(id);
      throw new StoreFailed(
          ErrorCode.CONFLICT, "worker " + id, "worker %s has ended".formatted(id), "");
    }
  }

  /** Records that a worker has ended by itself. */
  public void end(String id) {
    writes.now(connection -> table(connection).end(id), Topic.WORKERS);
  }

  /**
   * Deletes a worker that has ended, with the facts which runs it had.
   *
   * @throws StoreFailed if there is no such worker, or it is alive
   */
  public void delete(String id) {
    settle();
    int deleted =
        writes.now(
            connection -> {
              int workers =
                  Sql.update(
                      connection, "DELETE FROM worker WHERE id = ? AND ended IS NOT NULL", id);
              return workers == 0
                  ? 0
                  : workers + Sql.update(connection, "DELETE FROM runner WHERE worker = ?", id);
            },
            Topic.WORKERS);
    if (deleted == 0) {
      requireEnded(id);
    }
  }

  /** Throws the error that there is no such worker, or that it is alive. */
  private void requireEnded(String id) {
    Optional<Boolean> alive =
        query.first(
            "SELECT ended FROM worker WHERE id = ?",
            List.of(StorableText.plain(id)),
            row -> row.getString("ended") == null);
    if (alive.isEmpty()) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          "worker " + id,
          "there is no worker %s".formatted(id),
          "list the workers to see their ids");
    }
    if (alive.get()) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "worker " + id,
          "worker %s is alive".formatted(id),
          "drain it, and wait until it has ended");
    }
  }

  /** Records the end of workers that died. Whoever lists workers calls this before. */
  public void settle() {
    boolean anyDead =
        query
            .all(
                "SELECT host, pid, boot, space, ticks, %s - heartbeat AS silence FROM worker"
                        .formatted(query.database().now())
                    + " WHERE ended IS NULL",
                List.of(),
                WorkerTable::isDead)
            .contains(true);
    if (anyDead) {
      writes.unattended().now(connection -> table(connection).endDead(), Topic.WORKERS);
    }
  }

  /**
   * Records that a process of the store is a runner of a worker.
   *
   * @param process the id of its open store
   */
  public void addRunner(String process, String worker, long pid) {
    writes.now(connection -> addRunner(connection, process, worker, pid));
  }

  /**
   * Records how a runner died. What it leaves is resumed with that in its history.
   *
   * @param pid the number of its process
   * @param how the end of the process in words: {@code it ran out of memory}
   */
  public void died(String worker, long pid, String how) {
    writes.now(connection ->
        Sql.update(
            connection,
            "UPDATE runner SET death = ? WHERE worker = ? AND pid = ? AND death IS NULL",
            StorableText.plain(how),
            worker,
            pid));
  }

  /** Returns how a process of the store died, if it was a runner and its worker has seen it. */
  public Optional<String> death(String process) {
    return query
        .first(
            "SELECT death FROM runner WHERE process = ?",
            List.of(process),
            row -> QueryRunner.text(row, "death"))
        .flatMap(death -> death);
  }

  private static int addRunner(Connection connection, String process, String worker, long pid)
      throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO runner (process, worker, pid) VALUES (?, ?, ?)
        ON CONFLICT (process) DO UPDATE SET worker = excluded.worker, pid = excluded.pid
        """,
        process,
        worker,
        pid);
  }
}
