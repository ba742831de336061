package dev.praetor.store.write;

import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.StoreGuard;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.StoreSignals;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread of a store that writes. It takes all waiting jobs, writes them in one
 * transaction, and confirms them after the commit. While the database cannot be written to, it
 * retries and the runs wait; a job that can never be written fails alone. Thread-safe.
 */
public final class JournalWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int MOST_JOBS = 512;
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** The time after which a heartbeat is added to a transaction that is written anyway. */
  private static final Duration CHEAP_BEAT = Duration.ofSeconds(1);

  private final Database database;
  private final JobWriter jobs;
  private final StoreGuard guard;
  private final StoreSignals signals;
  private final ProcessRow self;
  private final InstantSource clock;
  private final Lease lease;
  private final SlotBook slots = new SlotBook();
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private final AtomicInteger failures = new AtomicInteger();
  private boolean registered;
  private volatile Events events = Events.NONE;
  private volatile @Nullable StoreFailed broken;

  /** Receives the events of a writer that concern the runs of this process. Thread-safe. */
  public interface Events {
    Events NONE =
        new Events() {
          @Override
          public void leaseRenewedLate() {}

          @Override
          public void broken(StoreFailed why) {}
        };

    /** Called after a heartbeat that came so late that runs may have been claimed meanwhile. */
    void leaseRenewedLate();

    /** Called when nothing can be written any more. */
    void broken(StoreFailed why);
  }

  public JournalWriter(Database database, Blobs blobs, InstantSource clock) {
    this.database = database;
    this.self = ProcessRow.self();
    this.clock = clock;
    this.lease = new Lease(clock);
    this.guard = database.guard();
    this.signals = new StoreSignals(database, self.id());
    this.jobs = new JobWriter(database, blobs, self, clock, slots, signals);
    thread = Thread.ofPlatform().name("store-writer").daemon().start(this::work);
  }

  void notify(Events receiver) {
    events = receiver;
  }

  /** Adds a job to the queue; jobs are done in the order of the queue. */
  public void add(Job job) {
    refuseIfClosed();
    queue.add(job);
    if (!thread.isAlive() && queue.remove(job)) {
      refuseIfClosed();
    }
  }

  /** Returns the transaction of a caller's connection to the same database. */
  CallersTransaction within(Connection connection) {
    return new CallersTransaction(WriteSession.of(connection, database, self, clock), signals);
  }

  /** Returns the id of this process in the store. */
  public String self() {
    return self.id();
  }

  /** Returns the signals that this writer sends. */
  public StoreSignals signals() {
    return signals;
  }

  /** Returns the slots of limited tags that the runs of this process hold or wait for. */
  SlotBook slots() {
    return slots;
  }

  /** Returns the name of the store, as it is shown to users. */
  String store() {
    return database.name();
  }

  /** Returns the number of writes that failed and were retried. */
  public int failures() {
    return failures.get();
  }

  /** Returns whether no other process can have claimed a run of this one. */
  boolean holdsLease() {
    return lease.isTrusted();
  }

  void refuseIfClosed() {
    StoreFailed why = broken;
    if (why != null) {
      throw why;
    }
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
    List<Job> taken = new ArrayList<>(MOST_JOBS + 1); // Adding a job needs no memory.
    try {
      while (closing.getCount() > 0 || !queue.isEmpty()) {
        MissingMemory.outlast(() -> take(taken));
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        if (!write(taken)) {
          return;
        }
        taken.clear();
      }
      if (registered) {
        write(List.of(new Job.End()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable unexpected) {
      breakDown("the writer of the store at " + database.name() + " ended: " + unexpected);
    } finally {
      self.closed();
      jobs.close();
      queue.drainTo(taken);
      StoreFailed why = broken == null ? closed() : broken;
      taken.forEach(job -> JobWriter.fail(job, why));
    }
  }

  /** Takes the jobs that wait, and adds a heartbeat; jobs that were taken before remain. */
  private void take(List<Job> taken) {
    Job first = poll();
    if (first != null) {
      taken.add(first);
      queue.drainTo(taken, MOST_JOBS - 1);
      taken.removeIf(Job.End.class::isInstance);
    }
    addBeat(taken);
  }

  private @Nullable Job poll() {
    try {
      return queue.poll(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /**
   * Adds a heartbeat if it is due. A process that has written nothing yet is not recorded in the
   * store and needs no heartbeat.
   */
  private void addBeat(List<Job> taken) {
    Duration due = taken.isEmpty() ? ProcessRow.BEAT : CHEAP_BEAT;
    boolean isDue = lease.age().compareTo(due) > 0;
    if (registered ? isDue : !taken.isEmpty()) {
      taken.addFirst(new Job.Beat());
    }
  }

  /** Writes jobs, and retries until it succeeds; returns false if nothing can be written. */
  private boolean write(List<Job> taken) throws InterruptedException {
    boolean rests = taken.stream().allMatch(job -> job instanceof Job.Beat);
    if (registered && isDamaged(List.of(), rests)) {
      return false;
    }
    if (taken.isEmpty()) {
      return true;
    }
    Duration wait = FIRST_WAIT;
    for (int tries = 0; ; tries++) {
      Lease.Moment begun = lease.now();
      boolean again = tries > 0;
      switch (MissingMemory.outlast(() -> jobs.write(taken, again))) {
        case JobWriter.Outcome.Written written -> {
          if (tries > 0) {
            sayWritten();
          }
          MissingMemory.outlast(() -> written(taken, begun));
          if (isDamaged(taken, rests)) {
            return false;
          }
          written.confirm();
          MissingMemory.outlast(jobs::checkpoint);
          return true;
        }
        case JobWriter.Outcome.Never never -> {
          return setApart(taken, never);
        }
        case JobWriter.Outcome.Broken why -> {
          breakDown(why.why());
          return false;
        }
        case JobWriter.Outcome.Later later -> {
          failures.incrementAndGet();
          warn(later.why(), wait);
        }
      }
      if (closing.await(wait.toMillis(), TimeUnit.MILLISECONDS) && tries > 0) {
        LOG.atError()
            .addKeyValue("store", database.name())
            .log("the store was closed with changes that could not be written");
        return false;
      }
      if (isDamaged(List.of(), rests)) {
        return false;
      }
      wait = wait.multipliedBy(2);
      wait = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
  }

  private void sayWritten() {
    try {
      LOG.atInfo()
          .addKeyValue("store", database.name())
          .log("the store can be written to again; waiting runs continue");
    } catch (OutOfMemoryError noLine) {
      // The runs continue without the line.
    }
  }

  private void warn(String why, Duration wait) {
    try {
      LOG.atWarn()
          .addKeyValue("store", database.name())
          .log("{}. Runs wait and nothing is lost; the next try is in {} ms", why, wait.toMillis());
    } catch (OutOfMemoryError noLine) {
      // The next try may have the memory for a line.
    }
  }

  /**
   * Handles jobs of which one can never be written: writes each job alone, so that only that job
   * fails. Returns false if nothing can be written.
   */
  private boolean setApart(List<Job> taken, JobWriter.Outcome.Never never)
      throws InterruptedException {
    failures.incrementAndGet();
    if (taken.size() > 1) {
      for (Job job : taken) {
        if (!write(List.of(job))) {
          return false;
        }
      }
      return true;
    }
    Job job = taken.getFirst();
    LOG.atWarn().addKeyValue("store", database.name()).log("{}", never.why());
    switch (job) {
      case Job.Beat _ -> {
        breakDown(never.why());
        return false;
      }
      case Job.Append append when never.isValue() -> {
        Job.Append rest = jobs.withoutGuilty(append);
        return rest == null ? free(append) : write(List.of(rest));
      }
      case Job.Append append -> {
        JobWriter.fail(append, StoreFailed.unavailable(database.name(), never.why(), ""));
        return free(append);
      }
      case Job.Awaited _, Job.TakeSlots _, Job.FreeSlots _, Job.GrantSlots _, Job.End _ ->
          JobWriter.fail(job, StoreFailed.unavailable(database.name(), never.why(), ""));
    }
    return true;
  }

  /** Frees the slots that a batch would have freed. */
  private boolean free(Job.Append failed) throws InterruptedException {
    return failed.freed().isEmpty() || write(List.of(new Job.FreeSlots(failed.freed())));
  }

  private boolean isDamaged(List<Job> written, boolean rests) {
    boolean ends =
        written.stream().anyMatch(job -> job instanceof Job.Append append && append.rows().ends());
    MissingMemory.outlast(() -> guard.damage(ends, rests)).ifPresent(this::breakDown);
    return broken != null;
  }

  /** Ends all runs of this process, because nothing can be written any more. */
  private void breakDown(String why) {
    StoreFailed failure = StoreFailed.unavailable(database.name(), why, "");
    broken = failure;
    MissingMemory.outlast(() -> events.broken(failure));
    LOG.atError().addKeyValue("store", database.name()).log("{}", failure.getMessage());
  }

  private void written(List<Job> taken, Lease.Moment begun) {
    if (taken.getFirst() instanceof Job.Beat) {
      boolean isLate = registered && !lease.isTrusted();
      registered = true;
      lease.renew(begun);
      if (isLate) {
        queue.add(new Job.GrantSlots(true));
        events.leaseRenewedLate();
      }
    }
  }

  /** Writes the waiting jobs and stops. */
  @Override
  public void close() {
    closing.countDown();
    queue.add(new Job.End()); // Only wakes the thread, which records the end itself.
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    signals.close();
  }
}
