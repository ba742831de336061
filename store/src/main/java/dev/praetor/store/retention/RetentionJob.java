package dev.praetor.store.retention;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.flow.SentContent;
import dev.praetor.store.flow.UnusedPackageFiles;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.secret.SecretUses;
import dev.praetor.store.write.WriteQueue;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes expired data: when a store is opened and while it stays open, at most once an hour for
 * all processes that have the store open. The job runs on a thread of its own. Thread-safe.
 */
public final class RetentionJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionJob.class);
  private static final Duration EVERY = Duration.ofHours(1);

  /** The age at which instants of schedules are deleted for which runs were made. */
  private static final Duration INSTANTS_KEPT = Duration.ofDays(30);

  private static final String TIDY = "tidy";
  private static final String RUNS = "runs";
  private static final String EVENTS = "events";
  private static final int BATCH = 5_000;
  private final QueryRunner query;
  private final WriteQueue writes;
  private final UnusedBlobs blobs;
  private final InstantSource clock;
  private final Retention retention;
  private final RunRetention runs;
  private final CountDownLatch closing = new CountDownLatch(1);

  public RetentionJob(
      QueryRunner query,
      WriteQueue writes,
      UnusedBlobs blobs,
      Deletions deletions,
      InstantSource clock,
      Retention retention) {
    this.query = query;
    this.writes = writes;
    this.blobs = blobs;
    this.clock = clock;
    this.retention = retention;
    this.runs = new RunRetention(query, writes, deletions);
  }

  public void start() {
    Thread.ofPlatform().name("store-upkeep").daemon().start(this::work);
  }

  private void work() {
    try {
      boolean first = true;
      do {
        runIfDue(first);
        first = false;
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs what is due.
   *
   * @param first true in the first round, in which rules that have changed apply at once
   */
  private void runIfDue(boolean first) {
    try {
      Instant now = clock.instant();
      if (isDue(TIDY, now)) {
        apply(now);
      }
      // By themselves, as other processes with this store may not delete events and runs.
      if (retention.events().isPresent() && (first || isDue(EVENTS, now))) {
        applyToEvents(now);
      }
      if (retention.runs().isPresent() && (first || isDue(RUNS, now))) {
        applyToRuns(now);
      }
    } catch (StoreFailed | UncheckedIOException e) {
      LOG.atDebug().setCause(e).log("expired data could not be deleted; this is retried later");
    }
  }

  private boolean isDue(String what, Instant now) {
    List<Long> done =
        query.all(
            "SELECT done FROM upkeep WHERE what = ?", List.of(what), row -> row.getLong("done"));
    return done.isEmpty() || Micros.of(done.getFirst()).plus(EVERY).isBefore(now);
  }

  public void apply(Instant now) {
    dropLogs(Micros.micros(now.minus(retention.logs())));
    long micros = Micros.micros(now);
    while (!isClosing() && dropExpired(micros) == BATCH) {}
    while (!isClosing() && dropExcess() == BATCH) {}
    if (!isClosing()) {
      new UnusedPackageFiles(query, writes).drop(now);
      new SentContent(query, writes, clock).drop(now);
    }
    blobs.drop(now);
    writes.now(connection -> {
      Sql.update(
          connection,
          """
          DELETE FROM run_order
          WHERE NOT EXISTS (SELECT 1 FROM flow_run WHERE id = run AND ended IS NULL)
          """);
      // Not by the instant: a process may catch up with instants that are older.
      long old = Micros.micros(now.minus(INSTANTS_KEPT));
      Sql.update(connection, "DELETE FROM scheduled_run WHERE taken < ?", old);
      Sql.update(connection, "DELETE FROM skipped_instant WHERE instant < ?", old);
      SecretUses.deleteOld(connection, now);
      return noteDone(connection, TIDY, micros);
    });
  }

  /** Deletes the events that are not kept. */
  public void applyToEvents(Instant now) {
    retention
        .events()
        .ifPresent(age -> {
          new OldEvents(writes).drop(now.minus(age), this::isClosing);
          writes.now(connection -> noteDone(connection, EVENTS, Micros.micros(now)));
        });
  }

  /** Deletes the runs that are not kept, and returns their number. */
  public int applyToRuns(Instant now) {
    Optional<Retention.Runs> limits = retention.runs();
    if (limits.isEmpty()) {
      return 0;
    }
    // Noted before, so that another server does not begin the same.
    writes.now(connection -> noteDone(connection, RUNS, Micros.micros(now)));
    int gone = runs.apply(limits.get(), now, this::isClosing);
    if (gone > 0) {
      blobs.drop(now);
    }
    return gone;
  }

  private static int noteDone(Connection connection, String what, long time) throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO upkeep (what, done) VALUES (?, ?)
        ON CONFLICT (what) DO UPDATE SET done = excluded.done
        """,
        what,
        time);
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  /**
   * Deletes old log lines. The first query jumps from run to run, because the many lines have no
   * index by age.
   */
  private void dropLogs(long before) {
    List<String> runs =
        query.all(
            """
            WITH RECURSIVE logged (run) AS (
              SELECT MIN(run) FROM log
              UNION ALL
              SELECT (SELECT MIN(log.run) FROM log WHERE log.run > logged.run)
              FROM logged WHERE logged.run IS NOT NULL
            )
            SELECT run FROM logged
            WHERE EXISTS (SELECT 1 FROM log WHERE log.run = logged.run AND log.id < ?)
            """,
            List.of(before),
            row -> row.getString("run"));
    for (String run : runs) {
      while (!isClosing() && dropLogs(run, before) == BATCH) {}
    }
  }

  private int dropLogs(String run, long before) {
    return writes.now(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM log WHERE run = ? AND id IN (
              SELECT id FROM log WHERE run = ? AND id < ? ORDER BY id LIMIT ?)
            """,
            run,
            run,
            before,
            BATCH));
  }

  private int dropExpired(long now) {
    return writes.now(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM cache_entry WHERE key IN (
              SELECT key FROM cache_entry WHERE until < ? ORDER BY until LIMIT ?)
            """,
            now,
            BATCH));
  }

  /** Deletes cached results beyond the number of the newest results that are kept. */
  private int dropExcess() {
    return writes.now(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM cache_entry WHERE key IN (
              SELECT key FROM cache_entry ORDER BY made DESC, key LIMIT ? OFFSET ?)
            """,
            BATCH,
            retention.cached()));
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
