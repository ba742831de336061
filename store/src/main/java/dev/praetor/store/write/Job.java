package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.engine.Journal;
import dev.praetor.engine.secret.Masker;
import dev.praetor.store.json.JsonValues;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A job for the writer. */
public sealed interface Job {
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
  record Begin(BatchRows.BeginRow row, @Nullable Version version, CompletableFuture<Boolean> done)
      implements Awaited {}

  record Version(String hash, String flow, String spec) {
    /** Defaults of parameters may be secrets. */
    Version without(Masker masker) {
      return new Version(hash, flow, JsonValues.masked(spec, masker));
    }
  }

  /** Something that is no part of a run's journal; {@code done} ends when it is durable. */
  record Write<T>(TransactionWork<T> write, CompletableFuture<T> done) implements Awaited {
    /** Writes it; what it gives ends it, once that is durable. */
    Runnable in(Connection connection) throws SQLException {
      T result = write.in(connection);
      return () -> done.complete(result);
    }
  }

  /**
   * A run whose owner is gone becomes this process's.
   *
   * @param done ends with its new epoch
   */
  record Claim(RunId run, CompletableFuture<Integer> done) implements Awaited {}

  /** A run goes on. */
  record Append(BatchRows rows, Journal.Receipt receipt) implements Job {}

  /** This process lives. */
  record Beat() implements Job {}

  /** This process does not write any more. */
  record End() implements Job {}
}
