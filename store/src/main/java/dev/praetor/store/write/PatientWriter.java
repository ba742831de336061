package dev.praetor.store.write;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.StoreGuard;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes jobs until each is written or can never be: retries while the database is away, sets jobs
 * apart that can never be written, and gives the heartbeats. Used by one thread at a time.
 */
final class PatientWriter {
  private static final Logger LOG = LoggerFactory.getLogger(PatientWriter.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  /** The time after which a heartbeat is added to a transaction that is written anyway. */
  private static final Duration CHEAP_BEAT = Duration.ofSeconds(1);

  private final Database database;
  private final JobWriter jobs;
  private final StoreGuard guard;
  private final Lease lease;
  private final CountDownLatch closing;
  private final Owner owner;
  private final AtomicInteger failures = new AtomicInteger();
  private boolean registered;

  /** Receives what concerns all runs of this process. */
  interface Owner {
    /** Called after a heartbeat that came so late that runs may have been claimed meanwhile. */
    void leaseRenewedLate();

    /** Called when nothing can be written any more. */
    void breakDown(String why);

    /** Called when another session writes for the same process. */
    void supersede(String why);

    boolean isBroken();
  }

  /**
   * Creates a writer.
   *
   * @param closing counted down when the store is closed, so that nothing is retried any more
   */
  PatientWriter(
      Database database, JobWriter jobs, Lease lease, CountDownLatch closing, Owner owner) {
    this.database = database;
    this.jobs = jobs;
    this.guard = database.guard();
    this.lease = lease;
    this.closing = closing;
    this.owner = owner;
  }

  /** Returns the number of writes that failed and were retried. */
  int failures() {
    return failures.get();
  }

  /** Writes jobs, with a heartbeat if it is due; returns false if nothing can be written. */
  boolean writeWithBeat(List<Job> taken) throws InterruptedException {
    MissingMemory.outlast(() -> addBeat(taken));
    return write(taken);
  }

  /**
   * Records the end of this process, if it is recorded in the store.
   *
   * @param died true if it did not hand over its runs
   */
  void writeEnd(boolean died) throws InterruptedException {
    if (registered) {
      write(List.of(new Job.End(died)));
    }
  }

  /**
   * Tries once to write a batch, if no heartbeat is due. If it is not written, or the database
   * turns out to be damaged, nobody is notified and the batch may be written again.
   */
  Optional<JobWriter.Outcome.Written> tryToWrite(Job.Append append) {
    boolean mayWrite = registered && lease.age().compareTo(CHEAP_BEAT) <= 0;
    return mayWrite
            && jobs.writeAtOnce(append) instanceof JobWriter.Outcome.Written written
            && !isDamaged(List.of(append), false)
        ? Optional.of(written)
        : Optional.empty();
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
          if (again) {
            sayWritten();
          }
          MissingMemory.outlast(() -> noteBeat(taken, begun));
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
          owner.breakDown(why.why());
          return false;
        }
        case JobWriter.Outcome.Superseded superseded -> {
          owner.supersede(superseded.why());
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
        owner.breakDown(never.why());
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
      case Job.Awaited _,
          Job.TakeSlots _,
          Job.TakeUpSlots _,
          Job.FreeSlots _,
          Job.GrantSlots _,
          Job.Release _,
          Job.End _ ->
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
    MissingMemory.outlast(() -> guard.damage(ends, rests)).ifPresent(owner::breakDown);
    return owner.isBroken();
  }

  private void noteBeat(List<Job> taken, Lease.Moment begun) {
    if (taken.getFirst() instanceof Job.Beat) {
      boolean isLate = registered && !lease.isTrusted();
      registered = true;
      lease.renew(begun);
      if (isLate) {
        owner.leaseRenewedLate();
      }
    }
  }

  /** Closes the connection; nothing can be written any more. */
  void close() {
    registered = false;
    jobs.close();
  }
}
