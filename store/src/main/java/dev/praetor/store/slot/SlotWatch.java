package dev.praetor.store.slot;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.OwnSlots;
import dev.praetor.store.write.OwnerWatch;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices, while attempts of this process wait for slots, that other processes free some. It reads
 * only, and writes when there is a slot for an attempt of this process. While nothing waits, it
 * does nothing. Thread-safe.
 */
public final class SlotWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SlotWatch.class);
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
  private static final long SWEEP_EVERY = Duration.ofSeconds(1).toNanos();

  /** Stands for the tickets that a tag without a limit serves, which are all. */
  private static final Set<Long> UNLIMITED = new HashSet<>();

  private final QueryRunner query;
  private final OwnSlots own;
  private final SlotSweep sweep;
  private final String self;
  private final Semaphore changes = new Semaphore(0);
  private volatile boolean closed;
  private @Nullable Thread thread;

  /**
   * Creates a watch, which begins when the first attempt waits.
   *
   * @param self the id of this process in the store
   */
  public SlotWatch(
      QueryRunner query, WriteQueue writes, OwnSlots own, OwnerWatch owners, String self) {
    this.query = query;
    this.own = own;
    this.sweep = new SlotSweep(query, writes, owners, self);
    this.self = self;
    own.onWait(this::begin);
  }

  private synchronized void begin() {
    if (closed) {
      return;
    }
    if (thread == null) {
      thread = Thread.ofPlatform().name("store-slots").daemon().start(this::work);
    }
    changes.release();
  }

  /** Looks for free slots now, since another process may have freed some. */
  public void look() {
    changes.release();
  }

  /** Frees the slots of processes that ended, and takes those for which attempts wait here. */
  public void sweep() {
    sweep.sweep();
    own.tryAgain();
  }

  private void work() {
    long nextSweep = System.nanoTime();
    while (!closed) {
      try {
        boolean isWaiting = !own.waiting().isEmpty();
        if (isWaiting && System.nanoTime() - nextSweep >= 0) {
          nextSweep = System.nanoTime() + SWEEP_EVERY;
          sweep.sweep();
        }
        if (isWaiting && isFree()) {
          own.tryAgain();
        }
        if (isWaiting) {
          changes.tryAcquire(LOOK.toNanos(), TimeUnit.NANOSECONDS);
        } else {
          changes.acquire();
        }
        changes.drainPermits();
      } catch (StoreFailed e) {
        LOG.atDebug().setCause(e).log("the store is not available; this is retried");
        pause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void pause() {
    try {
      changes.tryAcquire(LOOK.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether a ticket that waits here can get its slots. */
  private boolean isFree() {
    Map<String, Set<Long>> served = new TreeMap<>();
    return own.waiting().stream()
        .anyMatch(ticket ->
            ticket.tags().stream()
                .map(tag -> served.computeIfAbsent(tag, this::served))
                .allMatch(first -> first == UNLIMITED || first.contains(ticket.number())));
  }

  /** Returns the tickets of this process for which there is a slot of a tag. */
  private Set<Long> served(String tag) {
    List<Integer> room =
        query.all(
            """
            SELECT n - (SELECT count(*) FROM tag_slot s WHERE s.tag = l.name AND s.held = 1) AS room
            FROM run_limit l WHERE l.scope = 'tag' AND l.name = ?
            """,
            List.of(tag),
            row -> row.getInt("room"));
    if (room.isEmpty()) {
      return UNLIMITED;
    }
    if (room.getFirst() < 1) {
      return Set.of();
    }
    Set<Long> own = new HashSet<>();
    query.all(
        "SELECT process, ticket FROM tag_slot WHERE tag = ? AND held = 0 ORDER BY place LIMIT ?",
        List.of(tag, room.getFirst()),
        row -> row.getString("process").equals(self) && own.add(row.getLong("ticket")));
    return own;
  }

  @Override
  public void close() {
    Thread working;
    synchronized (this) {
      closed = true;
      working = thread;
    }
    changes.release();
    try {
      if (working != null && !working.join(LONGEST_CLOSE)) {
        working.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
