package dev.praetor.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. It takes all that waits, writes it in one transaction, and only then
 * says that it is durable. While the database cannot be written to, it tries again and the runs
 * wait. Thread-safe.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MOST_JOBS = 512;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration LAST_CHANCE = Duration.ofSeconds(30);

  private final Database database;
  private final DataSource source;
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private @Nullable Session session;

  Writer(Database database) {
    this.database = database;
    this.source = database.writing();
    thread = Thread.ofPlatform().name("store-writer").daemon().start(this::work);
  }

  /** Takes a job, which is done in the order of the queue. */
  void add(Job job) {
    refuseIfClosed();
    queue.add(job);
    if (closing.getCount() == 0 && !thread.isAlive() && queue.remove(job)) {
      refuseIfClosed();
    }
  }

  void refuseIfClosed() {
    if (closing.getCount() == 0) {
      throw closed();
    }
  }

  private StoreFailed closed() {
    return new StoreFailed(
        "the store at " + database.name() + " is closed; end its runs before closing it");
  }

  private void work() {
    List<Job> jobs = new ArrayList<>();
    try {
      while (closing.getCount() > 0 || !queue.isEmpty()) {
        Job first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          continue;
        }
        jobs.add(first);
        queue.drainTo(jobs, MOST_JOBS - 1);
        if (!write(jobs)) {
          break;
        }
        jobs.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      disconnect();
      queue.drainTo(jobs);
      jobs.forEach(this::refuse);
    }
  }

  private void refuse(Job job) {
    switch (job) {
      case Job.Begin begin -> begin.done().completeExceptionally(closed());
      case Job.Beside<?> beside -> beside.done().completeExceptionally(closed());
      case Job.Append _ -> {}
    }
  }

  /** Writes until it is written; not if the store is closed before. */
  private boolean write(List<Job> jobs) throws InterruptedException {
    Duration wait = FIRST_WAIT;
    for (int failures = 0; ; failures++) {
      List<Runnable> after = tryOnce(jobs, failures > 0, wait);
      if (after != null) {
        if (failures > 0) {
          LOG.atInfo()
              .addKeyValue("store", database.name())
              .log("the store can be written to again; the runs that waited go on");
        }
        after.forEach(Writer::tell);
        tidy();
        return true;
      }
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS) && failures > 0) {
        LOG.atError()
            .addKeyValue("store", database.name())
            .log("the store is closed with changes that could not be written");
        return false;
      }
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
  }

  /** What to do now that it is written; null if it could not be. */
  private @Nullable List<Runnable> tryOnce(List<Job> jobs, boolean again, Duration wait) {
    try {
      return transaction(jobs, again);
    } catch (SQLException | RuntimeException | Error e) {
      disconnect();
      warn(e, wait);
      return null;
    }
  }

  private void warn(Throwable e, Duration wait) {
    LOG.atWarn()
        .addKeyValue("store", database.name())
        .setCause(e)
        .log(
            "the store at {} cannot be written to ({}). Runs wait and nothing is lost; it is tried"
                + " again in {} ms. Look whether its disk is full or its database away",
            database.name(),
            e.getMessage(),
            wait.toMillis());
  }

  private static void tell(Runnable durable) {
    try {
      durable.run();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("a run could not be told that its changes are durable");
    }
  }

  /** What to do once it has been written: tell those who wait. */
  private List<Runnable> transaction(List<Job> jobs, boolean again) throws SQLException {
    Session open = session;
    if (open == null) {
      open = new Session(source.getConnection());
      session = open;
    }
    open.begin();
    Map<Rows.Key, Rows.Task> tasks = new LinkedHashMap<>();
    Map<Rows.CountKey, Rows.Count> counts = new LinkedHashMap<>();
    Map<String, Rows.FlowRow> flows = new LinkedHashMap<>();
    List<Runnable> after = new ArrayList<>();
    for (Job job : jobs) {
      switch (job) {
        case Job.Begin begin -> {
          Job.Version version = begin.version();
          if (version != null) {
            open.version(version.hash(), version.flow(), version.spec());
          }
          // After a failure nobody knows whether the commit arrived: then the row is this one's.
          boolean fresh = open.begin(begin.row()) || again;
          after.add(() -> begin.done().complete(fresh));
        }
        case Job.Append append -> {
          Rows rows = append.rows();
          rows.tasks().forEach(row -> tasks.put(row.key(), row));
          rows.counts().forEach(row -> counts.put(row.key(), row));
          Rows.FlowRow flow = rows.flow();
          if (flow != null) {
            flows.put(flow.run(), flow);
          }
          after.add(append.durable());
        }
        case Job.Beside<?> beside -> after.add(beside.in(open.connection()));
      }
    }
    open.tasks(tasks.values());
    open.counts(counts.values());
    open.flows(flows.values());
    open.commit();
    return after;
  }

  private void tidy() {
    Session open = session;
    if (open == null) {
      return;
    }
    try {
      database.tidy(open.connection());
    } catch (SQLException e) {
      disconnect();
      LOG.atDebug().setCause(e).log("the store could not be tidied; that is tried again");
    }
  }

  private void disconnect() {
    Session open = session;
    session = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.atDebug().setCause(e).log("a connection that had failed could not be closed");
      }
    }
  }

  /** Writes what waits, and ends. */
  @Override
  public void close() {
    closing.countDown();
    try {
      if (!thread.join(LAST_CHANCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
