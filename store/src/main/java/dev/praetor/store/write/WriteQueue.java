package dev.praetor.store.write;

import dev.praetor.store.model.StoreFailed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Has the writer write what is no part of a run's journal, in its next transaction. */
public final class WriteQueue {
  private final JournalWriter writer;

  public WriteQueue(JournalWriter writer) {
    this.writer = writer;
  }

  /** Ends when it is durable, or with {@link StoreFailed} if the store is closed before. */
  public <T> CompletableFuture<T> begin(TransactionWork<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    writer.add(new Job.Write<>(work, done));
    return done;
  }

  /** Returns when it is durable. */
  public <T> T now(TransactionWork<T> work) {
    return await(begin(work));
  }

  /** Waits for what the writer was given, and throws its {@link StoreFailed} as it is. */
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
