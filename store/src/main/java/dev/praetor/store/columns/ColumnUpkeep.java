package dev.praetor.store.columns;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the columns of ended runs: those of runs that ended lately every minute, and of all runs
 * every hour. Questions are answered rightly without it, but more slowly. Thread-safe.
 */
public final class ColumnUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(ColumnUpkeep.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final Duration ALL_EVERY = Duration.ofHours(1);

  /** The age of the oldest runs that are looked at every minute. */
  private static final Duration LATELY = Duration.ofDays(1);

  private static final int AT_ONCE = 100;
  private final ColumnTable table;
  private final InstantSource clock;

  public ColumnUpkeep(QueryRunner query, WriteQueue writes, InstantSource clock) {
    this(query, writes, clock, ColumnSizes.DEFAULT);
  }

  public ColumnUpkeep(
      QueryRunner query, WriteQueue writes, InstantSource clock, ColumnSizes sizes) {
    this.table = new ColumnTable(query, writes, sizes);
    this.clock = clock;
  }

  /** Keeps the columns on a thread of its own until the result is closed. */
  public AutoCloseable start() {
    CountDownLatch closing = new CountDownLatch(1);
    Thread thread = Thread.ofPlatform().name("store-columns").daemon().start(() -> keep(closing));
    return () -> {
      closing.countDown();
      thread.join();
    };
  }

  private void keep(CountDownLatch closing) {
    try {
      Duration sinceAll = ALL_EVERY;
      do {
        boolean all = sinceAll.compareTo(ALL_EVERY) >= 0;
        sinceAll = all ? Duration.ZERO : sinceAll.plus(EVERY);
        runOnce(all, closing);
      } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runOnce(boolean all, CountDownLatch closing) {
    try {
      if (all) {
        table.dropWrong();
        complete("", closing);
      } else {
        complete(idAt(clock.instant().minus(LATELY)), closing);
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("columns could not be written; this is retried later");
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("columns could not be written; this is retried later");
    }
  }

  /** Writes what is missing now. */
  public void complete() {
    table.dropWrong();
    complete("", new CountDownLatch(1));
  }

  private void complete(String after, CountDownLatch closing) {
    String last = after;
    List<String> runs;
    do {
      runs = table.lacking(last, AT_ONCE);
      for (String run : runs) {
        if (closing.getCount() == 0) {
          return;
        }
        write(run);
        last = run;
      }
    } while (!runs.isEmpty());
  }

  /**
   * Writes the columns of a run; whatever is wrong with it must not keep the others from theirs.
   */
  private void write(String run) {
    try {
      table.write(run);
    } catch (StoreFailed e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("the columns of run {} cannot be written", run);
    }
  }

  /** Returns a text that precedes the ids of runs that were made at a time. */
  private static String idAt(Instant time) {
    return new UUID(time.toEpochMilli() << Short.SIZE, 0).toString();
  }
}
