package dev.praetor.store.db;

import dev.praetor.ErrorCode;
import dev.praetor.store.model.StoreFailed;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A limit on queries that somebody else thought of: how long each may take, and how many run at the
 * same time. The connections that remain are for the work of the store itself. Thread-safe.
 */
public final class QueryLimit {
  /** No limit. */
  public static final QueryLimit NONE = new QueryLimit(Duration.ZERO, 0);

  private static final Logger LOG = LoggerFactory.getLogger(QueryLimit.class);
  private static final String QUERY = "the query";
  private static final String ASK_FOR_LESS = "ask for less at once, for example for a shorter time";
  private static final Turn UNLIMITED = NONE.new Turn();

  private final Duration longest;
  private final Semaphore places;

  private QueryLimit(Duration longest, int places) {
    this.longest = longest;
    this.places = new Semaphore(places, true);
  }

  /**
   * Returns a limit.
   *
   * @param longest the longest time that a query may take, and may wait for its turn
   * @param places the number of queries at the same time
   */
  public static QueryLimit of(Duration longest, int places) {
    return new QueryLimit(longest, places);
  }

  /** The thread that ends queries, which exists once there is a limit. */
  private static final class Timer {
    static final ScheduledThreadPoolExecutor THREAD = start();

    private static ScheduledThreadPoolExecutor start() {
      ScheduledThreadPoolExecutor timer =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("praetor-query-limit").factory());
      timer.setRemoveOnCancelPolicy(true);
      return timer;
    }
  }

  /**
   * Waits for the turn of a query.
   *
   * @throws StoreFailed if the wait takes too long, or is interrupted
   */
  Turn turn() {
    if (this == NONE) {
      return UNLIMITED;
    }
    try {
      if (places.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
        return new Turn();
      }
      throw new StoreFailed(
          ErrorCode.UNAVAILABLE,
          QUERY,
          "other queries took all of the %d s for which a query waits".formatted(seconds()),
          "try again later");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreFailed(ErrorCode.UNAVAILABLE, QUERY, "the query was interrupted", "try again");
    }
  }

  /** Returns the error that a query took too long. */
  StoreFailed tooLong(SQLException cause) {
    return new StoreFailed(ErrorCode.TOO_COSTLY, QUERY, ended(), ASK_FOR_LESS, cause);
  }

  /** Returns the error that a question took too long which no database would end. */
  StoreFailed tooLong() {
    return new StoreFailed(ErrorCode.TOO_COSTLY, QUERY, ended(), ASK_FOR_LESS);
  }

  private String ended() {
    return "the query was ended after %d s".formatted(seconds());
  }

  /** Returns the deadline of a question that begins now and needs several queries. */
  public Deadline deadline() {
    return new Deadline(System.nanoTime());
  }

  /** The time until which a question may take. */
  public final class Deadline {
    private final long began;

    private Deadline(long began) {
      this.began = began;
    }

    /**
     * Does nothing before the deadline.
     *
     * @throws StoreFailed with TOO_COSTLY after it
     */
    public void check() {
      if (QueryLimit.this != NONE && System.nanoTime() - began > longest.toNanos()) {
        throw tooLong();
      }
    }
  }

  private long seconds() {
    return longest.toSeconds();
  }

  /** The turn of a query, from before it has a connection until it has given it back. */
  final class Turn implements AutoCloseable {
    private @Nullable Statement running;
    private boolean over;

    /** Ends a statement if it has not ended in time. */
    Watch watch(Statement statement) {
      if (QueryLimit.this == NONE) {
        return () -> {};
      }
      synchronized (this) {
        running = statement;
      }
      ScheduledFuture<?> end =
          Timer.THREAD.schedule(this::end, longest.toNanos(), TimeUnit.NANOSECONDS);
      return () -> {
        // A connection must not be ended when it is somebody else's.
        synchronized (this) {
          running = null;
        }
        end.cancel(false);
      };
    }

    private synchronized void end() {
      if (running == null) {
        return;
      }
      over = true;
      try {
        running.cancel();
      } catch (SQLException e) {
        LOG.atWarn().setCause(e).log("a query that takes too long cannot be ended");
      }
    }

    /** Returns whether the statement took too long. */
    synchronized boolean isOver() {
      return over;
    }

    @Override
    public void close() {
      if (QueryLimit.this != NONE) {
        places.release();
      }
    }
  }

  /** The watch over a statement. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
