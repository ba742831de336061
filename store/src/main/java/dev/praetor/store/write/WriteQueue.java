package dev.praetor.store.write;

import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Topic;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Passes work that is not part of a run's journal to the writer, which does it in its next
 * transaction. Thread-safe.
 */
public final class WriteQueue {
  private final JournalWriter writer;

  public WriteQueue(JournalWriter writer) {
    this.writer = writer;
  }

  /**
   * Passes work to the writer. The future is completed when the work is durable, or with {@link
   * StoreFailed} if the store is closed before.
   *
   * @param signals the topics whose listeners are to hear of the work, in all processes
   */
  public <T> CompletableFuture<T> begin(TransactionWork<T> work, Topic... signals) {
    CompletableFuture<T> done = new CompletableFuture<>();
    writer.add(new Job.Write<>(work, Set.of(signals), done));
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
