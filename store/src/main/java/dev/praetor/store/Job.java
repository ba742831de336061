package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the writer is asked to write. */
sealed interface Job {
  /** A job somebody waits for: it is done, or fails, once. */
  sealed interface Awaited extends Job {
    CompletableFuture<?> done();
  }

  /**
   * A run begins.
   *
   * @param version the flow's, to be written unless it is there
   * @param done ends when it is durable, with whether there was no run of that id
   */
  record Begin(Rows.BeginRow row, @Nullable Version version, CompletableFuture<Boolean> done)
      implements Awaited {}

  record Version(String hash, String flow, String spec) {}

  /**
   * A run whose owner is gone becomes this process's.
   *
   * @param done ends with its new epoch
   */
  record Claim(RunId run, CompletableFuture<Integer> done) implements Awaited {}

  /** A run goes on. */
  record Append(Rows rows, Journal.Receipt receipt) implements Job {}

  /** This process lives. */
  record Beat() implements Job {}

  /** This process does not write any more. */
  record End() implements Job {}
}
