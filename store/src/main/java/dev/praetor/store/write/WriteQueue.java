package dev.praetor.store.write;

import dev.praetor.store.model.StoreFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Has the writer write what is no part of a run's journal, in its next transaction. */
public final class WriteQueue {
  private final JournalWriter writer;

  public WriteQueue(JournalWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes something in the transaction of a connection. It may be called again, as nobody knows
   * after a failure what has been written.
   */
  public interface TransactionWork<T> {
    T in(Connection connection) throws SQLException;
  }

  /** Ends when it is durable, or with {@link StoreFailed} if the store is closed before. */
  public <T> CompletableFuture<T> begin(TransactionWork<T> write) {
    CompletableFuture<T> done = new CompletableFuture<>();
    writer.add(new Job.Write<>(write, done));
    return done;
  }

  /** Returns when it is durable. */
  public <T> T now(TransactionWork<T> write) {
    try {
      return begin(write).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof StoreFailed failed) {
        throw failed;
      }
      throw e;
    }
  }

  /** Executes one statement. */
  public static int update(Connection connection, String sql, @Nullable Object... bound)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, bound);
      return statement.executeUpdate();
    }
  }

  public static void bind(PreparedStatement statement, @Nullable Object... bound)
      throws SQLException {
    for (int i = 0; i < bound.length; i++) {
      Object value = bound[i];
      if (value == null) {
        statement.setNull(i + 1, Types.BIGINT);
      } else {
        statement.setObject(i + 1, value);
      }
    }
  }
}
