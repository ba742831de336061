package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.write.Job;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.OwnedRuns;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the parts of an open store share. Thread-safe. */
public record StoreContext(
    JournalWriter writer,
    RunReader reader,
    TaskReader tasks,
    OwnedRuns own,
    StoreOptions options,
    InstantSource clock) {
  /**
   * Makes a run this process's.
   *
   * @return its new epoch
   * @throws StoreFailed if it has ended, or its owner lives
   */
  public int claim(RunId run) {
    if (own.isUnderWay(run)) {
      throw StoreFailed.conflict(
          run, "run " + run + " is in progress in this process", "wait until it ends");
    }
    CompletableFuture<Integer> done = new CompletableFuture<>();
    writer.add(new Job.Claim(run, done));
    int epoch = await(done);
    own.claimed(run, epoch);
    return epoch;
  }

  public static <T> T await(CompletableFuture<T> done) {
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
