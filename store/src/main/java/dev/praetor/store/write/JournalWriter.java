package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Durations;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.event.LateReport;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.StoreSignals;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer of a store. Its thread takes all waiting jobs, writes them in one transaction, and
 * confirms them after the commit. While the database cannot be written to, it retries and the runs
 * wait; a job that can never be written fails alone. While no job waits, the thread of a run may
 * write a small batch itself, which saves handing it over. Thread-safe.
 */
public final class JournalWriter implements RunWriter, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
  private static final int MOST_JOBS = 512;

  /** The number of jobs with which the writer's thread is not busy. */
  private static final int FEW = 2;

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  private final Database database;
  private final JobWriter jobs;
  private final PatientWriter writer;
  private final StoreSignals signals;
  private final boolean ownSignals;
  private final ProcessRow self;
  private final InstantSource clock;
  private final Lease lease;
  private final SlotBook slots = new SlotBook();
  private final BlockingQueue<Job> queue = new LinkedBlockingQueue<>();

  /** The number of jobs that are in the queue or being written. */
  private final AtomicInteger waiting = new AtomicInteger();

  /** Held by the thread that writes, which alone uses the connection. */
  private final ReentrantLock writing = new ReentrantLock();

  private final CountDownLatch closing = new CountDownLatch(1);
  private final Whole whole = new Whole();
  private final Durations times;
  private final Thread thread;
  private volatile boolean crowded;
  private volatile Events events = Events.NONE;
  private volatile Ending ending = Ending.HANDED_OVER;

  /** The reason why nothing can be written any more. */
  private volatile @Nullable String broken;

  private volatile boolean superseded;

  /** The end of a process, as its writer records it. */
  public enum Ending {
    /** The process has handed over its runs. */
    HANDED_OVER,
    /** The process is known to have died. */
    DIED,
    /** Nothing is recorded: the process goes on, and is written for elsewhere. */
    GOES_ON
  }

  /** Creates the writer of this process. */
  public JournalWriter(Database database, Blobs blobs, InstantSource clock) {
    this(database, blobs, clock, ProcessRow.self());
  }

  private JournalWriter(Database database, Blobs blobs, InstantSource clock, ProcessRow self) {
    this(
        database, blobs, clock, self, new StoreSignals(database, self.id()), true, new Durations());
  }

  /**
   * Creates a writer on behalf of another process.
   *
   * @param self that process
   * @param own the writer of this process, whose signals stay open
   */
  public JournalWriter(
      Database database, Blobs blobs, InstantSource clock, ProcessRow self, JournalWriter own) {
    this(database, blobs, clock, self, own.signals, false, own.times);
  }

  private JournalWriter(
      Database database,
      Blobs blobs,
      InstantSource clock,
      ProcessRow self,
      StoreSignals signals,
      boolean ownSignals,
      Durations times) {
    this.database = database;
    this.self = self;
    this.clock = clock;
    this.lease = new Lease(clock);
    this.signals = signals;
    this.ownSignals = ownSignals;
    this.times = times;
    this.jobs = new JobWriter(database, blobs, self, clock, slots, signals, times);
    this.writer = new PatientWriter(database, jobs, lease, closing, whole);
    thread = Thread.ofPlatform().name("store-writer").daemon().start(this::work);
  }

  @Override
  public void notify(Events receiver) {
    events = receiver;
  }

  @Override
  public void add(Job job) {
    refuseIfClosed();
    enqueue(job);
    if (!thread.isAlive() && queue.remove(job)) {
      refuseIfClosed();
    }
  }

  private void enqueue(Job job) {
    waiting.incrementAndGet();
    queue.add(job);
  }

  @Override
  public void writeOrAdd(Job.Append job) {
    if (!writesHere(job)) {
      add(job);
    }
  }

  private boolean writesHere(Job.Append job) {
    if (crowded || waiting.get() > 0 || !writing.tryLock()) {
      return false;
    }
    Optional<JobWriter.Outcome.Written> written;
    try {
      written = waiting.get() > 0 ? Optional.empty() : writer.tryToWrite(job);
    } finally {
      writing.unlock();
    }
    written.ifPresent(JobWriter.Outcome.Written::confirm);
    return written.isPresent();
  }

  /** Returns the transaction of a caller's connection to the same database. */
  CallersTransaction within(Connection connection) {
    return new CallersTransaction(WriteSession.of(connection, database, self, clock), signals);
  }

  /** Returns the id of this process in the store. */
  public String self() {
    return self.id();
  }

  /** Returns whether another session writes for the same process now, so that this one cannot. */
  public boolean isSuperseded() {
    return superseded;
  }

  /** Records that this process reported about a run under an epoch that has passed. */
  public void late(RunId run, int epoch) {
    LateReport report = new LateReport(run.toString(), epoch, self.name());
    var _ = new WriteQueue(this).begin(connection -> report.write(connection, clock.instant()));
  }

  /** Returns how long transactions of this process take, also on behalf of others. */
  public Durations commitTimes() {
    return times;
  }

  /** Returns the signals that this writer sends. */
  public StoreSignals signals() {
    return signals;
  }

  @Override
  public SlotBook slots() {
    return slots;
  }

  @Override
  public String store() {
    return database.name();
  }

  /** Returns the number of writes that failed and were retried. */
  public int failures() {
    return writer.failures();
  }

  /** Returns the number of transactions that were committed. */
  public long commits() {
    return jobs.commits();
  }

  @Override
  public boolean keepsProcessor() {
    return database.keepsProcessor();
  }

  @Override
  public boolean holdsLease() {
    return lease.isTrusted();
  }

  /** Returns the time since the last heartbeat that is durable. */
  public Duration sinceBeat() {
    return lease.age();
  }

  @Override
  public void refuseIfClosed() {
    if (broken != null || closing.getCount() == 0) {
      throw ended();
    }
  }

  /** Returns a new error each time: an exception cannot be thrown while it is itself handled. */
  private StoreFailed ended() {
    String why = broken;
    return why != null ? StoreFailed.unavailable(database.name(), why, "") : closed();
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
        int jobs = taken.size();
        crowded = jobs > FEW;
        taken.removeIf(Job.End.class::isInstance);
        if (!writeAlone(taken)) {
          return;
        }
        taken.clear();
        waiting.addAndGet(-jobs);
      }
      writeEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Throwable unexpected) {
      whole.breakDown("the writer of the store at " + database.name() + " ended: " + unexpected);
    } finally {
      disconnect();
      queue.drainTo(taken);
      taken.forEach(job -> JobWriter.fail(job, ended()));
    }
  }

  /** Takes the jobs that wait; jobs that were taken before remain. */
  private void take(List<Job> taken) {
    Job first = poll();
    if (first != null) {
      taken.add(first);
      queue.drainTo(taken, MOST_JOBS - 1);
    }
  }

  private @Nullable Job poll() {
    try {
      return queue.poll(250, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private boolean writeAlone(List<Job> taken) throws InterruptedException {
    writing.lock();
    try {
      return writer.writeWithBeat(taken);
    } finally {
      writing.unlock();
    }
  }

  private void writeEnd() throws InterruptedException {
    writing.lock();
    try {
      if (ending != Ending.GOES_ON) {
        writer.writeEnd(ending == Ending.DIED);
      }
    } finally {
      writing.unlock();
    }
  }

  private void disconnect() {
    writing.lock();
    try {
      self.closed();
      writer.close();
    } finally {
      writing.unlock();
    }
  }

  /** The store as a whole, to which the writer reports. */
  private final class Whole implements PatientWriter.Owner {
    @Override
    public void leaseRenewedLate() {
      enqueue(new Job.GrantSlots(true));
      events.leaseRenewedLate();
    }

    @Override
    public void breakDown(String why) {
      broken = why;
      StoreFailed failure = ended();
      MissingMemory.outlast(() -> events.broken(failure));
      LOG.atError().addKeyValue("store", database.name()).log("{}", failure.getMessage());
    }

    @Override
    public void supersede(String why) {
      superseded = true;
      broken = why;
      events.broken(ended());
      LOG.atDebug().addKeyValue("process", self.id()).log("{}", why);
    }

    @Override
    public boolean isBroken() {
      return broken != null;
    }
  }

  /** Writes the waiting jobs and stops. */
  @Override
  public void close() {
    close(Ending.HANDED_OVER);
  }

  /** Writes the waiting jobs and stops. */
  public void close(Ending how) {
    ending = how;
    closing.countDown();
    enqueue(
        new Job.End(how == Ending.DIED)); // Only wakes the thread, which records the end itself.
    try {
      if (!thread.join(CLOSE_TIMEOUT)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    if (ownSignals) {
      signals.close();
    }
  }
}
