package dev.praetor.store.write;

import dev.praetor.engine.Journal;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Durations;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.Severity;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.db.WriterLock;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.StoreSignals;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes jobs over a connection that is opened when it is needed. Used by one thread at a time. */
final class JobWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobWriter.class);
  private static final int CHECKPOINT_EVERY = 64;

  /** Made before it is needed, as memory is missing then. */
  private static final Outcome NO_MEMORY =
      new Outcome.Later("there is too little memory to write to the store");

  private static final int LONGEST_REASON = 500;
  private static final Outcome BUSY = new Outcome.Later("something else is written first");
  private final Database database;
  private final DataSource source;
  private final WriterLock lock;
  private final Blobs blobs;
  private final ProcessRow self;
  private final InstantSource clock;
  private final SlotBook slots;
  private final StoreSignals signals;
  private final Durations times;
  private final AtomicLong commits = new AtomicLong();
  private long checked;
  private @Nullable WriteSession session;

  JobWriter(
      Database database,
      Blobs blobs,
      ProcessRow self,
      InstantSource clock,
      SlotBook slots,
      StoreSignals signals,
      Durations times) {
    this.database = database;
    this.source = database.writing();
    this.lock = database.lock(self.name());
    this.blobs = blobs;
    this.self = self;
    this.clock = clock;
    this.slots = slots;
    this.signals = signals;
    this.times = times;
  }

  /** The outcome of a try to write jobs. */
  sealed interface Outcome {
    /** The jobs are durable; {@link #confirm} notifies those who wait for them. */
    record Written(List<Runnable> after) implements Outcome {
      public Written {
        after = List.copyOf(after);
      }

      void confirm() {
        after.forEach(Written::confirm);
      }

      private static void confirm(Runnable durable) {
        try {
          MissingMemory.outlast(durable);
        } catch (RuntimeException | Error e) {
          LOG.atError().setCause(e).log("a run could not be notified of the outcome of a write");
        }
      }
    }

    /** The same jobs may be written later. */
    record Later(String why) implements Outcome {}

    /**
     * The reason for which a single job can never be written.
     *
     * @param isValue true if the reason is a value, which may be that of a single task run
     */
    record Never(String why, boolean isValue) implements Outcome {}

    /** Nothing can be written any more. */
    record Broken(String why) implements Outcome {}

    /** Another session writes for the same process now. */
    record Superseded(String why) implements Outcome {}
  }

  /**
   * Tries to write jobs in one transaction.
   *
   * @param again true if the jobs were tried before
   */
  Outcome write(List<Job> jobs, boolean again) {
    return outcomeOf(() -> {
      keepBlobs(jobs);
      try (WriterLock.Held _ = lock.take()) {
        return transaction(jobs, again);
      }
    });
  }

  /** Tries to write a batch in a transaction of its own, if nothing has to be waited for first. */
  Outcome writeAtOnce(Job.Append append) {
    WriteSession open = session;
    if (open == null || !append.rows().blobs().isEmpty()) {
      return BUSY;
    }
    Connection connection = open.connection().connection();
    return outcomeOf(() -> {
      Optional<WriterLock.Held> free = lock.tryTake();
      if (free.isEmpty()) {
        return BUSY;
      }
      try (WriterLock.Held _ = free.get()) {
        database.waitForLocks(connection, false);
        Outcome written = transaction(List.of(append), false);
        database.waitForLocks(connection, true);
        return written;
      }
    });
  }

  private Outcome transaction(List<Job> jobs, boolean again) throws SQLException {
    long began = System.nanoTime();
    List<Runnable> after = new Transaction(session(), slots, again, signals).write(jobs, blobs);
    times.since(began);
    commits.incrementAndGet();
    return new Outcome.Written(after);
  }

  /** Something that may fail as a write does. */
  private interface Try {
    Outcome write() throws SQLException, IOException;
  }

  private Outcome outcomeOf(Try work) {
    try {
      return work.write();
    } catch (SQLException e) {
      disconnect();
      return outcome(e);
    } catch (OutOfMemoryError e) {
      disconnect();
      return NO_MEMORY;
    } catch (IOException e) {
      disconnect();
      return new Outcome.Later(
          "the store at " + database.name() + " cannot be written to: " + e.getMessage());
    } catch (WriteSession.Superseded e) {
      disconnect();
      return new Outcome.Superseded(String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      disconnect();
      LOG.atDebug().setCause(e).log("a job failed");
      return new Outcome.Never(
          "the store at " + database.name() + " could not be written to: " + e, true);
    }
  }

  private Outcome outcome(SQLException e) {
    String why = shortened(database.explain(e));
    return switch (database.severity(e)) {
      case PASSING -> new Outcome.Later(why);
      case VALUE -> new Outcome.Never(why, true);
      case STATEMENT -> new Outcome.Never(why, false);
      case BROKEN -> new Outcome.Broken(why);
    };
  }

  /** Shortens a message, because the driver repeats whole batches in it. */
  private static String shortened(String message) {
    String line = message.lines().findFirst().orElse("");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }

  /**
   * Finds the rows of a batch that can never be written, and rejects them.
   *
   * @return the batch without these rows; null if it failed as a whole, because no row is guilty
   */
  Job.@Nullable Append withoutGuilty(Job.Append append) {
    List<BatchRows.Task> guilty = new ArrayList<>();
    try {
      search(append.rows(), append.rows().tasks(), append.receipt(), guilty);
    } catch (SQLException | IOException e) {
      disconnect();
      LOG.atDebug().setCause(e).log("the search for rows that cannot be written was interrupted");
      return append;
    }
    if (guilty.isEmpty()) {
      fail(
          append,
          StoreFailed.unavailable(
              database.name(),
              "the state of run " + append.rows().run() + " cannot be stored",
              ""));
      return null;
    }
    return new Job.Append(append.rows().without(guilty), append.freed(), append.receipt());
  }

  /** Tries to write rows without committing them, and halves them until the guilty ones remain. */
  private void search(
      BatchRows batch,
      List<BatchRows.Task> rows,
      Journal.Receipt receipt,
      List<BatchRows.Task> guilty)
      throws SQLException, IOException {
    if (rows.isEmpty()) {
      return;
    }
    try (WriterLock.Held _ = lock.take()) {
      WriteConnection connection = session().connection();
      connection.begin();
      TaskTable tasks = new TaskTable(connection);
      BatchRows alone = batch.only(rows);
      tasks.add(batch.run(), batch.sequence(), rows);
      tasks.addHistory(batch.run(), alone.history());
      tasks.send();
      connection.rollBack();
      return;
    } catch (SQLException e) {
      disconnect();
      if (database.severity(e) != Severity.VALUE) {
        throw e;
      }
      if (rows.size() == 1) {
        BatchRows.Task row = rows.getFirst();
        guilty.add(row);
        receipt.rejected(
            row.node(), row.index(), shortened(String.valueOf(database.root(e).getMessage())));
        return;
      }
    } catch (RuntimeException | Error e) {
      disconnect();
      if (rows.size() == 1) {
        BatchRows.Task row = rows.getFirst();
        guilty.add(row);
        receipt.rejected(row.node(), row.index(), shortened(e.toString()));
        return;
      }
    }
    search(batch, rows.subList(0, rows.size() / 2), receipt, guilty);
    search(batch, rows.subList(rows.size() / 2, rows.size()), receipt, guilty);
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
      open = WriteSession.of(source.getConnection(), database, self, clock);
      session = open;
      database.limitIdleTransactions(open.connection().connection());
    }
    return open;
  }

  /** Returns the number of transactions that were committed. */
  long commits() {
    return commits.get();
  }

  /** Maintains the database now and then. */
  void checkpoint() {
    WriteSession open = session;
    if (open == null || commits.get() - checked < CHECKPOINT_EVERY) {
      return;
    }
    checked = commits.get();
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

  /** Tells those who wait for a job that it is never written. */
  static void fail(Job job, StoreFailed why) {
    switch (job) {
      case Job.Awaited awaited -> awaited.done().completeExceptionally(why);
      case Job.Append append -> append.receipt().failed(why);
      case Job.TakeSlots take -> take.ticket().fail(why);
      case Job.TakeUpSlots take -> take.ticket().fail(why);
      case Job.FreeSlots _, Job.GrantSlots _, Job.Release _, Job.Beat _, Job.End _ -> {}
    }
  }

  @Override
  public void close() {
    disconnect();
    lock.close();
  }
}
