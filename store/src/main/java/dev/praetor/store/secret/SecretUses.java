package dev.praetor.store.secret;

import dev.praetor.RunId;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * The reads of secrets by runs on servers: one row for all reads of a secret by a run. Thread-safe.
 */
public record SecretUses(QueryRunner query, WriteQueue writes, InstantSource clock) {
  /** The number of runs that are kept for each secret: the last ones to read it. */
  public static final int MOST = 1_000;

  /** The age at which reads are deleted; the last one of each secret is kept. */
  public static final Duration KEPT = Duration.ofDays(30);

  /** Records a read, which is durable when this method returns. */
  void record(String project, String secret, RunId run, String flow) {
    long now = Micros.micros(clock.instant());
    String stored = StorableText.plain(secret);
    var _ =
        writes.now(connection -> {
          int again =
              Sql.update(
                  connection,
                  """
                  UPDATE secret_use SET last = ?, reads = reads + 1
                  WHERE project = ? AND secret = ? AND run = ?
                  """,
                  now,
                  project,
                  stored,
                  run.toString());
          return again > 0 ? again : insert(connection, project, stored, run, flow, now);
        });
  }

  private static int insert(
      Connection connection, String project, String secret, RunId run, String flow, long now)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO secret_use (project, secret, run, flow, first, last, reads)
        VALUES (?, ?, ?, ?, ?, ?, 1)
        ON CONFLICT (project, secret, run) DO UPDATE
        SET last = excluded.last, reads = secret_use.reads + 1
        """,
        project,
        secret,
        run.toString(),
        flow,
        now,
        now);
    return Sql.update(
        connection,
        """
        DELETE FROM secret_use WHERE project = ? AND secret = ? AND last < (
          SELECT last FROM secret_use WHERE project = ? AND secret = ?
          ORDER BY last DESC LIMIT 1 OFFSET ?)
        """,
        project,
        secret,
        project,
        secret,
        MOST - 1);
  }

  /** Returns the runs that read a secret last, the last one first. */
  public List<StoredSecret.Use> of(String project, String secret, int most) {
    return query.all(
        """
        SELECT run, flow, first, last, reads FROM secret_use WHERE project = ? AND secret = ?
        ORDER BY last DESC, run LIMIT ?
        """,
        List.of(project, StorableText.plain(secret), most),
        SecretUses::read);
  }

  private static StoredSecret.Use read(ResultSet row) throws SQLException {
    return new StoredSecret.Use(
        row.getString("run"),
        row.getString("flow"),
        Micros.of(row.getLong("first")),
        Micros.of(row.getLong("last")),
        row.getLong("reads"));
  }

  /** Deletes the reads that are not kept. */
  public static void deleteOld(Connection connection, Instant now) throws SQLException {
    Sql.update(
        connection,
        """
        DELETE FROM secret_use WHERE last < ? AND EXISTS (
          SELECT 1 FROM secret_use later WHERE later.project = secret_use.project
          AND later.secret = secret_use.secret AND later.last > secret_use.last)
        """,
        Micros.micros(now.minus(KEPT)));
  }
}
