package dev.praetor.store.write;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.db.WriterLock;
import dev.praetor.store.model.StoreFailed;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread of a store that writes. It takes all waiting jobs, writes them in one
 * transaction, and confirms them after the commit. While the database cannot be written to, it
 * retries and the runs wait. Thread-safe.
 */
public final class JournalWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int MOST_JOBS = 512;
  private static final int CHECKPOINT_EVERY = 64;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final Database database;
  private final DataSource source;
  private final WriterLock lock;
  private final Blobs blobs;
  private final ProcessRow self;
  private final InstantSource clock;
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final long beat = ProcessRow.BEAT.toNanos();
  private final AtomicInteger failures = new AtomicInteger();
  private long lastBeat;
  private long transactions;
  private boolean registered;
  private @Nullable WriteSession session;

  public JournalWriter(Database database, Blobs blobs, InstantSource clock) {
    this.database = database;
    this.source = database.writing();
    this.blobs = blobs;
    this.clock = clock;
    this.self = ProcessRow.self();
    this.lock = database.lock(self.name());
    thread = Thread.ofPlatform().name("store-writer").daemon().start(this::work);
  }

  /** Adds a job to the queue; jobs are done in the order of the queue. */
  public void add(Job job) {
    refuseIfClosed();
    queue.add(job);
    if (closing.getCount() == 0 && !thread.isAlive() && queue.remove(job)) {
      refuseIfClosed();
    }
  }

  /** Returns the number of writes that failed and were retried. */
  public int failures() {
    return failures.get();
  }

  void refuseIfClosed() {
    if (closing.getCount() == 0) {
      throw closed();
    }
  }

  private StoreFailed closed() {
    return StoreFailed.unavailable(
        database.name(),
        "the store at " + database.name() + " is closed",
        "end its runs before closing it");
  }

  private void work() {
    List<Job> jobs = new ArrayList<>();
    try {
      while (closing.getCount() > 0 || !queue.isEmpty()) {
        Job first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first != null) {
          jobs.add(first);
          queue.drainTo(jobs, MOST_JOBS - 1);
        }
        addBeat(jobs);
        if (!jobs.isEmpty() && !write(jobs)) {
          return;
        }
        jobs.clear();
      }
      if (registered) {
        write(List.of(new Job.End()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
      lock.close();
      queue.drainTo(jobs);
      jobs.forEach(this::refuse);
    }
  }

  /**
   * Adds a heartbeat if it is due. A process that has written nothing yet is not recorded in the
   * store and needs no heartbeat.
   */
  private void addBeat(List<Job> jobs) {
    boolean isDue = System.nanoTime() - lastBeat > beat;
    if (registered ? isDue : !jobs.isEmpty()) {
      jobs.addFirst(new Job.Beat());
    }
  }

  private void refuse(Job job) {
    if (job instanceof Job.Awaited awaited) {
      awaited.done().completeExceptionally(closed());
    }
  }

  /** Writes jobs, and retries until it succeeds; returns false if the store is closed before. */
  private boolean write(List<Job> jobs) throws InterruptedException {
    Duration wait = FIRST_WAIT;
    for (int tries = 0; ; tries++) {
      List<Runnable> after = tryOnce(jobs, tries > 0, wait);
      if (after != null) {
        if (tries > 0) {
          LOG.atInfo()
              .addKeyValue("store", database.name())
              .log("the store can be written to again; waiting runs continue");
        }
        written(jobs);
        after.forEach(JournalWriter::confirm);
        checkpoint();
        return true;
      }
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS) && tries > 0) {
        LOG.atError()
            .addKeyValue("store", database.name())
            .log("the store was closed with changes that could not be written");
        return false;
      }
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
  }

  private void written(List<Job> jobs) {
    if (jobs.getFirst() instanceof Job.Beat) {
      registered = true;
      lastBeat = System.nanoTime();
    }
  }

  /**
   * Tries to write jobs, and returns the actions that follow the commit; null if the jobs could not
   * be written.
   */
  private @Nullable List<Runnable> tryOnce(List<Job> jobs, boolean again, Duration wait) {
    try {
      keepBlobs(jobs);
      try (WriterLock.Held _ = lock.take()) {
        return new Transaction(session(), again).write(jobs, blobs);
      }
    } catch (SQLException e) {
      warn(database.explain(e), null, wait);
    } catch (IOException e) {
      warn("the store at " + database.name() + " cannot be written to: " + e.getMessage(), e, wait);
    } catch (RuntimeException | Error e) {
      warn("the store at " + database.name() + " cannot be written to: " + e, e, wait);
    }
    disconnect();
    failures.incrementAndGet();
    return null;
  }

  private void keepBlobs(List<Job> jobs) throws IOException {
    List<Blob> all = new ArrayList<>();
    for (Job job : jobs) {
      if (job instanceof Job.Append append) {
        all.addAll(append.rows().blobs());
      }
    }
    blobs.keep(all);
  }

  private WriteSession session() throws SQLException {
    WriteSession open = session;
    if (open == null) {
      open = WriteSession.of(new WriteConnection(source.getConnection()), self, clock);
      session = open;
    }
    return open;
  }

  private void warn(String what, @Nullable Throwable e, Duration wait) {
    LOG.atWarn()
        .addKeyValue("store", database.name())
        .setCause(e)
        .log("{}. Runs wait and nothing is lost; the next try is in {} ms", what, wait.toMillis());
  }

  private static void confirm(Runnable durable) {
    try {
      durable.run();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a run could not be notified of the outcome of a write");
    }
  }

  private void checkpoint() {
    WriteSession open = session;
    transactions++;
    if (open == null || transactions % CHECKPOINT_EVERY != 0) {
      return;
    }
    try {
      database.checkpoint(open.connection().connection());
    } catch (SQLException e) {
      disconnect();
      LOG.atDebug().setCause(e).log("the store could not be maintained; this is retried later");
    }
  }

  private void disconnect() {
    WriteSession open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("a failed connection could not be closed");
      }
    }
  }

  /** Writes the waiting jobs and stops. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
