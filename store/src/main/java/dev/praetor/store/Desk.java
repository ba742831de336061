package dev.praetor.store;

import dev.praetor.RunId;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What the parts of an open store share. Thread-safe. */
record Desk(
    Writer writer,
    Reader reader,
    TaskReader tasks,
    OwnRuns own,
    StoreOptions options,
    InstantSource clock) {
  /**
   * Makes a run this process's.
   *
   * @return its new epoch
   * @throws StoreFailed if it has ended, or its owner lives
   */
  int claim(RunId run) {
    if (own.isUnderWay(run)) {
      throw new StoreFailed("run " + run + " is under way in this process; wait until it ends");
    }
    CompletableFuture<Integer> done = new CompletableFuture<>();
    writer.add(new Job.Claim(run, done));
    int epoch = await(done);
    own.claimed(run, epoch);
    return epoch;
  }

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
