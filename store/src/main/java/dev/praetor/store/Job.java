package dev.praetor.store;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What the writer is asked to write. */
sealed interface Job {
  /**
   * A run begins.
   *
   * @param version the flow's, to be written unless it is there
   * @param done ends when it is durable
   */
  record Begin(Rows.BeginRow row, @Nullable Version version, CompletableFuture<Boolean> done)
      implements Job {}

  record Version(String hash, String flow, String spec) {}

  /** A run goes on; {@code durable} is called when that is durable. */
  record Append(Rows rows, Runnable durable) implements Job {}
}
