package dev.praetor.store.cache;

import dev.praetor.ErrorCode;
import dev.praetor.RunId;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.store.db.Claimant;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Claims on the keys of cached results: only the holder computes the result. Among the threads of
 * this process a semaphore decides, among processes a row. The owner of a row increments its
 * heartbeat; it loses the claim when it is dead, or when other processes see the same heartbeat for
 * the length of a lease. Thread-safe.
 */
public final class CacheClaims implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private final QueryRunner query;
  private final WriteQueue writes;
  private final Duration lease;
  private final String owner;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, LocalLock> locks = new ConcurrentHashMap<>();
  private int held;
  private @Nullable Thread beating;

  /** A lock on a key among the threads of this process. */
  private static final class LocalLock {
    final Semaphore permit = new Semaphore(1);
    int users;
  }

  private record Row(String owner, long beat) {}

  public CacheClaims(QueryRunner query, WriteQueue writes, Duration lease) {
    this(query, writes, lease, Claimant.ofThisProcess().toString());
  }

  private CacheClaims(QueryRunner query, WriteQueue writes, Duration lease, String owner) {
    this.query = query;
    this.writes = writes;
    this.lease = lease;
    this.owner = owner;
  }

  /**
   * Returns the claims of a process on whose behalf this one writes: whoever writes for it next
   * takes them up.
   *
   * @param process the id of that process
   */
  public static CacheClaims onBehalfOf(
      String process, QueryRunner query, WriteQueue writes, Duration lease) {
    return new CacheClaims(query, writes, lease, "runner " + process);
  }

  /**
   * Takes the right to compute the result of a key in the project of a run; waits for it.
   *
   * @throws StoreFailed if the run is not recorded
   */
  public CacheStore.Claim take(RunId run, String text) throws InterruptedException {
    String key = ProjectKeys.of(query, run).of(text);
    LocalLock mine = enter(key);
    boolean taken = false;
    try {
      mine.permit.acquire();
      try {
        awaitRow(key);
        taken = true;
      } finally {
        if (!taken) {
          mine.permit.release();
        }
      }
    } finally {
      if (!taken) {
        leave(key);
      }
    }
    beat(1);
    return () -> release(key, mine);
  }

  /**
   * Takes up a claim of this owner, for which another process wrote until now.
   *
   * @param run the run that computes the result
   * @return the claim; absent if somebody else has taken it meanwhile, as it had no heartbeat, or
   *     if the run is not recorded
   */
  public Optional<CacheStore.Claim> takeUp(RunId run, String text) {
    return ProjectKeys.find(query, run).flatMap(keys -> takeUp(keys.of(text)));
  }

  private Optional<CacheStore.Claim> takeUp(String key) {
    LocalLock mine = enter(key);
    if (!mine.permit.tryAcquire()) {
      leave(key);
      return Optional.empty();
    }
    boolean taken = false;
    try {
      Optional<Row> now = row(key);
      taken = (now.isEmpty() || isFree(now.get())) && write(key, now);
    } finally {
      if (!taken) {
        mine.permit.release();
        leave(key);
      }
    }
    if (!taken) {
      return Optional.empty();
    }
    beat(1);
    return Optional.of(() -> release(key, mine));
  }

  private LocalLock enter(String key) {
    return locks.compute(
        key,
        (_, before) -> {
          LocalLock lock = before == null ? new LocalLock() : before;
          lock.users++;
          return lock;
        });
  }

  private void leave(String key) {
    locks.computeIfPresent(key, (_, lock) -> --lock.users == 0 ? null : lock);
  }

  private void release(String key, LocalLock mine) {
    try {
      beat(-1);
      // The writer keeps the order, so the next claim of the key is written after this.
      var _ =
          writes.begin(connection ->
              Sql.update(
                  connection, "DELETE FROM cache_claim WHERE key = ? AND owner = ?", key, owner));
    } catch (StoreFailed closed) {
      // The row now belongs to a process that has ended, or to a store without a heartbeat.
    } finally {
      mine.permit.release();
      leave(key);
    }
  }

  private void awaitRow(String key) throws InterruptedException {
    @Nullable Row seen = null;
    long since = 0;
    while (true) {
      Optional<Row> now = row(key);
      if (now.isEmpty() || isFree(now.get())) {
        if (write(key, now)) {
          return;
        }
        continue;
      }
      if (!now.get().equals(seen)) {
        seen = now.get();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > lease.toNanos() && write(key, now)) {
        return;
      }
      if (closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new StoreFailed(
            ErrorCode.UNAVAILABLE,
            "the store",
            "the store was closed while a task run waited for a cached result",
            "");
      }
    }
  }

  /**
   * Returns whether a row may be claimed: its owner is dead, or it is this process, for which the
   * semaphore has decided.
   */
  private boolean isFree(Row row) {
    return row.owner().equals(owner) || Claimant.isDead(row.owner());
  }

  private Optional<Row> row(String key) {
    return query
        .all(
            "SELECT owner, beat FROM cache_claim WHERE key = ?",
            List.of(key),
            row -> new Row(row.getString("owner"), row.getLong("beat")))
        .stream()
        .findFirst();
  }

  /**
   * Writes the claim, and returns whether this process holds it now; another process may have been
   * faster.
   */
  private boolean write(String key, Optional<Row> before) {
    String oldOwner = before.map(Row::owner).orElse(owner);
    long oldBeat = before.map(Row::beat).orElse(0L);
    return writes.now(connection ->
        Sql.update(
                connection,
                """
                INSERT INTO cache_claim (key, owner, beat) VALUES (?, ?, 0)
                ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, beat = 0
                WHERE cache_claim.owner = excluded.owner
                  OR cache_claim.owner = ? AND cache_claim.beat = ?
                """,
                key,
                owner,
                oldOwner,
                oldBeat)
            == 1);
  }

  /** Changes the number of held claims; while there are any, a thread updates their heartbeat. */
  private synchronized void beat(int more) {
    held += more;
    if (held > 0 && beating == null) {
      beating = Thread.ofPlatform().name("store-claims").daemon().start(this::beatOn);
    }
  }

  private synchronized boolean holdsNothing() {
    if (held == 0) {
      beating = null;
    }
    return held == 0;
  }

  private void beatOn() {
    try {
      while (!closing.await(lease.toMillis() / 4, TimeUnit.MILLISECONDS) && !holdsNothing()) {
        writes.now(connection ->
            Sql.update(
                connection, "UPDATE cache_claim SET beat = beat + 1 WHERE owner = ?", owner));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StoreFailed closed) {
      // A closed store computes no results.
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
