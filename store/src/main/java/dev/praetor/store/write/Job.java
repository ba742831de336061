package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.store.audit.row.AuditEntry;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.signal.Topic;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job for the writer. */
public sealed interface Job {
  /** A job with a waiting caller; it is completed exactly once, normally or exceptionally. */
  sealed interface Awaited extends Job {
    CompletableFuture<?> done();
  }

  /**
   * The job that writes the first row of a run.
   *
   * @param version the version of the flow, which is written unless it is in the store
   * @param done the future that is completed when the row is durable: with true if there was no run
   *     of that id
   */
  record Begin(BatchRows.BeginRow row, @Nullable Version version, CompletableFuture<Boolean> done)
      implements Awaited {}

  /**
   * The job that writes the first row of a run that may have to wait.
   *
   * @param row the row of the run as if it began at once
   * @param startsHere true if this process can start the run at once
   * @param restartFrom the place from which a restart runs again; absent for any other run
   * @param due the occurrence of a schedule for which the run is made; absent for any other run
   * @param change the change of a caller by which the run is made, if there is one
   * @param done the future that is completed with the answer, when it is durable
   */
  record Admit(
      BatchRows.BeginRow row,
      RunEntry entry,
      boolean startsHere,
      @Nullable String restartFrom,
      @Nullable DueRun due,
      Version version,
      @Nullable OpenChange change,
      CompletableFuture<Admission> done)
      implements Awaited {}

  /** A version of a flow: the hash that identifies it, the flow's name, and its description. */
  record Version(String hash, String flow, String spec) {}

  /**
   * The job that does work that is not part of a run's journal; {@code done} is completed when the
   * work is durable.
   *
   * @param signals the topics that the work concerns, if it changes anything
   * @param change the change of a caller to which the work belongs, if there is one
   */
  record Write<T>(
      TransactionWork<T> write,
      Set<Topic> signals,
      @Nullable OpenChange change,
      CompletableFuture<T> done)
      implements Awaited {
    public Write {
      signals = Set.copyOf(signals);
    }

    /** Does the work, and returns the action that completes the job once the work is durable. */
    Runnable in(Connection connection) throws SQLException {
      T result = write.in(connection);
      return () -> done.complete(result);
    }
  }

  /**
   * The job that adds a row to the audit log, about what no other row tells of; {@code done} is
   * completed when it is durable.
   */
  record Note(AuditEntry entry, AuditOutcome outcome, CompletableFuture<Boolean> done)
      implements Awaited {}

  /**
   * The job that claims, for this process, a run whose owner is dead.
   *
   * @param done the future that is completed with the outcome
   */
  record Claim(RunId run, CompletableFuture<ClaimOutcome> done) implements Awaited {}

  /**
   * The job that asks whether this process still owns a run.
   *
   * @param lost the future that is completed with the reason for which it does not; empty if it
   *     still owns the run
   */
  record Confirm(RunId run, int epoch, CompletableFuture<Optional<String>> lost)
      implements Awaited {
    @Override
    public CompletableFuture<Optional<String>> done() {
      return lost;
    }
  }

  /**
   * The job that writes a batch of a run.
   *
   * @param freed the slots of attempts that end with this batch
   */
  record Append(BatchRows rows, List<SlotTicket> freed, Journal.Receipt receipt) implements Job {}

  /** The job that takes the slots of an attempt, or queues it. */
  record TakeSlots(SlotTicket ticket) implements Job {}

  /**
   * The job that takes up the slots of an attempt of another process, for which an earlier server
   * wrote.
   *
   * @param held true if the attempt was told that it has the slots
   */
  record TakeUpSlots(SlotTicket ticket, boolean held) implements Job {}

  /**
   * The job that leaves a run which cannot continue in this process to any that resumes it; does
   * nothing if the run has ended or has another owner.
   *
   * @param counts true if it counts like a death of this process, of which a run survives a few
   * @param atOnce true if others are told at once, rather than when they look again
   */
  record Release(RunId run, int epoch, boolean counts, boolean atOnce) implements Job {}

  /** The job that frees slots, or removes tickets from the queue. */
  record FreeSlots(List<SlotTicket> tickets) implements Job {}

  /**
   * The job that takes the slots of the tickets that wait, if slots were freed elsewhere.
   *
   * @param restore true if rows of this process may have been deleted
   */
  record GrantSlots(boolean restore) implements Job {}

  /** The job that records that this process is alive. */
  record Beat() implements Job {}

  /**
   * The job that records that this process has stopped writing.
   *
   * @param died true if it did not hand over its runs
   */
  record End(boolean died) implements Job {}
}
