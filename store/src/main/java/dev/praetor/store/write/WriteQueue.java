package dev.praetor.store.write;

import dev.praetor.store.audit.row.AuditEntry;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.audit.row.OpenChange;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Topic;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Passes work that is not part of a run's journal to the writer, which does it in its next
 * transaction. Thread-safe.
 */
public final class WriteQueue {
  private final JournalWriter writer;
  private final boolean attended;

  public WriteQueue(JournalWriter writer) {
    this(writer, true);
  }

  private WriteQueue(JournalWriter writer, boolean attended) {
    this.writer = writer;
    this.attended = attended;
  }

  /**
   * Returns a queue for what a store does by itself, also while a caller makes a change: no row of
   * the audit log tells of it.
   */
  public WriteQueue unattended() {
    return new WriteQueue(writer, false);
  }

  /** Adds a row to the audit log. The future is completed when the row is durable. */
  public CompletableFuture<Boolean> record(AuditEntry entry, AuditOutcome outcome) {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    writer.add(new Job.Note(entry, outcome, done));
    return done;
  }

  /**
   * Passes work to the writer. The future is completed when the work is durable, or with {@link
   * StoreFailed} if the store is closed before.
   *
   * @param signals the topics whose listeners are to hear of the work, in all processes
   */
  public <T> CompletableFuture<T> begin(TransactionWork<T> work, Topic... signals) {
    CompletableFuture<T> done = new CompletableFuture<>();
    writer.add(new Job.Write<>(work, Set.of(signals), attended ? change() : null, done));
    return done;
  }

  /**
   * Passes work to the writer, and returns its result when it is durable.
   *
   * @param signals the topics whose listeners are to hear of the work, in all processes
   * @throws StoreFailed if the store is closed before
   */
  public <T> T now(TransactionWork<T> work, Topic... signals) {
    return await(begin(work, signals));
  }

  /** Returns the change that the thread makes on behalf of a caller, if it makes one. */
  static @Nullable OpenChange change() {
    return OpenChange.current().orElse(null);
  }

  /** Waits for a job of the writer, and throws its {@link StoreFailed} unwrapped. */
  static <T> T await(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreFailed failed) {
        throw failed;
      }
      throw e;
    }
  }
}
