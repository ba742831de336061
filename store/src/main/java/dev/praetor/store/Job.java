package dev.praetor.store;

import dev.praetor.engine.Masker;
import java.sql.Connection;
import java.sql.SQLException;
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

  record Version(String hash, String flow, String spec) {
    /** Defaults of parameters may be secrets. */
    Version without(Masker masker) {
      return new Version(hash, flow, JsonValues.masked(spec, masker));
    }
  }

  /** A run goes on; {@code durable} is called when that is durable. */
  record Append(Rows rows, Runnable durable) implements Job {}

  /** Something that is no part of a run's journal; {@code done} ends when it is durable. */
  record Beside<T>(Writes.Write<T> write, CompletableFuture<T> done) implements Job {
    /** Writes it; what it gives ends it, once that is durable. */
    Runnable in(Connection connection) throws SQLException {
      T result = write.in(connection);
      return () -> done.complete(result);
    }
  }
}
