package dev.praetor.store.blob;

import dev.praetor.ErrorCode;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.StoreFailed;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Blobs in rows of a table in PostgreSQL, one row each. Thread-safe. */
public record TableBlobs(DataSource source, InstantSource clock) implements Blobs {
  private static final int MOST_READS = 300;
  private static final long BETWEEN_READS = 200_000_000;

  @Override
  public void keep(Collection<Blob> blobs) {}

  @Override
  public void keep(WriteConnection session, Collection<Blob> blobs) throws SQLException {
    if (blobs.isEmpty()) {
      return;
    }
    PreparedStatement insert =
        session.prepare(
            """
            INSERT INTO blob (hash, bytes, used) VALUES (?, ?, ?)
            ON CONFLICT (hash) DO UPDATE SET used = excluded.used,
              bytes = CASE WHEN blob.bytes = excluded.bytes THEN blob.bytes ELSE excluded.bytes END
            """);
    for (Blob blob : blobs) {
      if (blob.isStored()) {
        Sql.update(
            session.connection(),
            "UPDATE blob SET used = ? WHERE hash = ?",
            Micros.micros(clock.instant()),
            blob.ref().hash());
        continue;
      }
      insert.setString(1, blob.ref().hash());
      insert.setBytes(2, blob.bytes());
      insert.setLong(3, Micros.micros(clock.instant()));
      insert.executeUpdate();
    }
  }

  @Override
  public void unusedSince(Instant time, Consumer<List<String>> parts) {
    String last = "";
    List<String> part = next(time, last);
    while (!part.isEmpty()) {
      last = part.getLast();
      parts.accept(part);
      part = next(time, last);
    }
  }

  @Override
  public void all(Consumer<List<String>> parts) {
    unusedSince(Instant.MAX, parts);
  }

  private List<String> next(Instant time, String after) {
    try (Connection connection = source.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                SELECT hash FROM blob WHERE used < ? AND hash > ? ORDER BY hash LIMIT 500
                """)) {
      select.setLong(1, Micros.micros(time));
      select.setString(2, after);
      List<String> hashes = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          hashes.add(row.getString(1));
        }
      }
      return hashes;
    } catch (SQLException e) {
      throw new StoreFailed(
          ErrorCode.UNAVAILABLE,
          "large results",
          "large results could not be listed: " + e.getMessage(),
          "",
          e);
    }
  }

  @Override
  public int drop(Connection connection, Collection<String> hashes, Instant unusedSince)
      throws SQLException {
    int dropped = 0;
    for (String hash : hashes) {
      dropped +=
          Sql.update(
              connection,
              "DELETE FROM blob WHERE hash = ? AND used < ?",
              hash,
              Micros.micros(unusedSince));
    }
    return dropped;
  }

  @Override
  public boolean has(BlobRef ref) {
    return patiently(
            ref.hash(), "SELECT octet_length(bytes) FROM blob WHERE hash = ?", ResultSet::getLong)
        .filter(size -> size == ref.size())
        .isPresent();
  }

  @Override
  public Optional<String> read(String hash) {
    return bytes(hash).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public Optional<byte[]> bytes(String hash) {
    return patiently(hash, "SELECT bytes FROM blob WHERE hash = ?", ResultSet::getBytes);
  }

  /** Reads a column of a row. */
  private interface Column<T> {
    T read(ResultSet row, int column) throws SQLException;
  }

  /** Reads from a blob; while the database is away, the reader waits for it for about a minute. */
  private <T> Optional<T> patiently(String hash, String sql, Column<T> column) {
    for (int reads = 1; ; reads++) {
      try {
        return once(hash, sql, column);
      } catch (SQLException e) {
        boolean mayPass = e instanceof SQLTransientException || isConnectionLost(e);
        if (!mayPass || reads == MOST_READS || Thread.currentThread().isInterrupted()) {
          throw new StoreFailed(
              ErrorCode.UNAVAILABLE,
              "result " + hash,
              "result " + hash + " could not be read: " + e.getMessage(),
              "",
              e);
        }
        LockSupport.parkNanos(this, BETWEEN_READS);
      }
    }
  }

  /** Returns whether an error is of class 08 (connection) or 57 (operator intervention). */
  private static boolean isConnectionLost(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57"));
  }

  private <T> Optional<T> once(String hash, String sql, Column<T> column) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, hash);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(column.read(row, 1)) : Optional.empty();
      }
    }
  }
}
