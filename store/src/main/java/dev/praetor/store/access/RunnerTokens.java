package dev.praetor.store.access;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens of runners. They stand in the database, because a runner goes from one server to
 * another, and outlives each. Thread-safe.
 */
public final class RunnerTokens {
  private static final String PREFIX = "praetor_runner_";

  /** The time for which a token is accepted after its last renewal. */
  private static final Duration LONGEST = Duration.ofDays(1);

  /** The part of that time after which a token that is used is renewed. */
  private static final Duration BETWEEN_RENEWALS = Duration.ofHours(1);

  /**
   * The silence after which a worker has left its runners alone: more than its lease and the grace
   * period of their runs, in which they end when their worker has died.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(90);

  /** The time for which a token that has ended is known, so that its holder is told so. */
  private static final Duration REMEMBERED = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(RunnerTokens.class);

  private final QueryRunner query;
  private final WriteQueue writes;
  private final InstantSource clock;

  public RunnerTokens(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.clock = clock;
  }

  /** Returns whether a text has the beginning of a token. */
  public static boolean isToken(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Makes the token of a runner, for the pools of its worker.
   *
   * @param runner the id of the runner, which has no token yet
   * @param worker the id of the worker that is about to start it
   * @param code the SHA-256 of the package whose runs it runs
   * @param key the id of the key of the worker, without which the token is not accepted; absent for
   *     the administrator's key of a home
   * @return the token, which is kept nowhere
   * @throws StoreFailed with CONFLICT if the worker is not alive, or the runner had a token before
   */
  public String create(UUID runner, String worker, String code, Optional<String> key) {
    String text = PREFIX + Secrecy.random();
    Instant now = clock.instant();
    long old = Micros.micros(now.minus(REMEMBERED));
    int made =
        writes.now(connection -> {
          int _ =
              Sql.update(
                  connection, "DELETE FROM runner_token WHERE ends <= ? OR ended <= ?", old, old);
          return Sql.update(
              connection,
              """
              INSERT INTO runner_token (runner, hash, worker, code, pools, api_key, created, ends)
              SELECT ?, ?, w.id, ?, w.pools, CAST(? AS TEXT), ?, ? FROM worker w
              WHERE w.id = ? AND w.ended IS NULL
                AND NOT EXISTS (SELECT 1 FROM process p WHERE p.id = ?)
              ON CONFLICT DO NOTHING
              """,
              runner.toString(),
              Secrecy.hash(text),
              code,
              key.orElse(null),
              Micros.micros(now),
              Micros.micros(now.plus(LONGEST)),
              worker,
              runner.toString());
        });
    if (made == 0) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "worker " + worker,
          "no token is made for runner %s: worker %s is not known to be alive, or the runner had one before, or has begun"
              .formatted(runner, worker),
          "let the worker introduce itself, and give each runner an id of its own");
    }
    return text;
  }

  /**
   * Returns the token of a text with its state at a time, whatever that is; empty if there is none,
   * or no longer.
   */
  public Optional<RunnerToken> find(String text, Instant now) {
    return first("t.hash = ?", Secrecy.hash(text), now);
  }

  /** Returns the token of a runner with its state at a time; empty if there is none. */
  public Optional<RunnerToken> ofRunner(String runner, Instant now) {
    return first("t.runner = ?", runner, now);
  }

  private Optional<RunnerToken> first(String which, String bound, Instant now) {
    return query.first(
        """
        SELECT t.*, w.name AS worker_name, %s - w.heartbeat AS silence,
          k.id AS known_key, k.revoked AS key_revoked, k.expires AS key_expires,
          k.account AS key_account, a.role AS account_role, a.disabled AS account_disabled
        FROM runner_token t LEFT JOIN worker w ON w.id = t.worker
          LEFT JOIN api_key k ON k.id = t.api_key LEFT JOIN account a ON a.name = k.account
        WHERE %s
        """
            .formatted(query.database().now(), which),
        List.of(bound),
        row -> read(row, now));
  }

  private static RunnerToken read(ResultSet row, Instant now) throws SQLException {
    String name = row.getString("worker_name");
    return new RunnerToken(
        row.getString("runner"),
        new RunnerToken.Worker(
            row.getString("worker"), Objects.requireNonNullElse(name, row.getString("worker"))),
        row.getString("code"),
        WorkerJson.readTexts(row.getString("pools")),
        Micros.of(row.getLong("ends")),
        state(row, now));
  }

  private static RunnerToken.State state(ResultSet row, Instant now) throws SQLException {
    boolean isOver = !now.isBefore(Micros.of(row.getLong("ends")));
    if (isOver || row.getString("ended") != null || row.getString("worker_name") == null) {
      return RunnerToken.State.ENDED;
    }
    if (row.getString("api_key") != null && !hasKey(row, now)) {
      return RunnerToken.State.WITHOUT_KEY;
    }
    return row.getLong("silence") > TimeUnit.NANOSECONDS.toMicros(LONGEST_SILENCE.toNanos())
        ? RunnerToken.State.WITHOUT_WORKER
        : RunnerToken.State.ACTIVE;
  }

  private static boolean hasKey(ResultSet row, Instant now) throws SQLException {
    boolean hasUser =
        row.getString("key_account") == null
            || row.getString("account_disabled") == null
                && isOfWorker(row.getString("account_role"));
    return hasUser
        && row.getString("known_key") != null
        && row.getString("key_revoked") == null
        && QueryRunner.time(row, "key_expires").filter(end -> !now.isBefore(end)).isEmpty();
  }

  private static boolean isOfWorker(@Nullable String role) {
    return role != null && !role.equals(UserRoles.NONE) && Role.valueOf(role).includes(Role.WORKER);
  }

  /** Renews a token that is used; at most once an hour, and without waiting for it. */
  public void uses(RunnerToken token) {
    Instant ends = clock.instant().plus(LONGEST);
    if (ends.isBefore(token.ends().plus(BETWEEN_RENEWALS))) {
      return;
    }
    var _ =
        writes
            .begin(connection ->
                Sql.update(
                    connection,
                    "UPDATE runner_token SET ends = ? WHERE runner = ? AND ends < ?",
                    Micros.micros(ends),
                    token.runner(),
                    Micros.micros(ends)))
            .exceptionally(e -> {
              LOG.atDebug().setCause(e).log("the token of a runner is not renewed");
              return 0;
            });
  }

  /** Ends the token of a runner, if it has one: it is not accepted any more, from now on. */
  public void end(UUID runner) {
    end("runner = ?", runner.toString());
  }

  /** Ends the token of a runner, if it has one and a worker has started it. */
  public void end(String worker, UUID runner) {
    end("worker = ? AND runner = ?", worker, runner.toString());
  }

  /**
   * Ends the token of a runner that has died.
   *
   * @param pid the number of its process
   */
  public void endOfProcess(String worker, long pid) {
    end(
        "worker = ? AND runner IN (SELECT r.process FROM runner r WHERE r.worker = ? AND r.pid = ?)",
        worker,
        worker,
        pid);
  }

  /** Ends the tokens of the runners of a worker. */
  public void endOfWorker(String worker) {
    end("worker = ?", worker);
  }

  private void end(String which, Object... bound) {
    Object[] all = new Object[bound.length + 1];
    all[0] = Micros.micros(clock.instant());
    System.arraycopy(bound, 0, all, 1, bound.length);
    int _ =
        writes.now(connection ->
            Sql.update(
                connection,
                "UPDATE runner_token SET ended = ? WHERE ended IS NULL AND " + which,
                all));
  }
}
