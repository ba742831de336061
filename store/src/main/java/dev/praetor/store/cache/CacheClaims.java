package dev.praetor.store.cache;

import dev.praetor.ErrorCode;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.store.db.Claimant;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
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
 * The right to compute a key: one thread of this process by a semaphore, one process by a row. The
 * row's owner counts its beat up while it lives; one that is dead, or whose beat others see stand
 * still for the length of a lease, loses it. Thread-safe.
 */
public final class CacheClaims implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private final QueryRunner query;
  private final WriteQueue writes;
  private final Duration lease;
  private final String owner = Claimant.ofThisProcess().toString();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Map<String, LocalLock> turns = new ConcurrentHashMap<>();
  private int held;
  private @Nullable Thread beating;

  /** A lock on a key among the threads of this process. */
  private static final class LocalLock {
    final Semaphore one = new Semaphore(1);
    int wanted;
  }

  private record Row(String owner, long beat) {}

  public CacheClaims(QueryRunner query, WriteQueue writes, Duration lease) {
    this.query = query;
    this.writes = writes;
    this.lease = lease;
  }

  public CacheStore.Claim take(String text) throws InterruptedException {
    String key = StorableText.plain(text);
    LocalLock mine =
        turns.compute(
            key,
            (_, before) -> {
              LocalLock all = before == null ? new LocalLock() : before;
              all.wanted++;
              return all;
            });
    boolean taken = false;
    try {
      mine.one.acquire();
      try {
        awaitRow(key);
        taken = true;
      } finally {
        if (!taken) {
          mine.one.release();
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

  private void leave(String key) {
    turns.computeIfPresent(key, (_, all) -> --all.wanted == 0 ? null : all);
  }

  private void release(String key, LocalLock mine) {
    try {
      beat(-1);
      // The next one's claim is written after this, in the order of the writer.
      var _ =
          writes.begin(connection ->
              Sql.update(
                  connection, "DELETE FROM cache_claim WHERE key = ? AND owner = ?", key, owner));
    } catch (StoreFailed closed) {
      // Then the row is that of a process that has ended, or of a store that beats no more.
    } finally {
      mine.one.release();
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

  /** In this process the semaphore has decided already. */
  private boolean isFree(Row row) {
    return row.owner().equals(owner) || Claimant.parse(row.owner()).isDead();
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

  /** Writes the claim, and tells whether it is this process's now: another one may be faster. */
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

  /** A thread beats while there is something to hold. */
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
      // A closed store computes nothing more.
    }
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
