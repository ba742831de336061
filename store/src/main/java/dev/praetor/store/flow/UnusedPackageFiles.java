package dev.praetor.store.flow;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Deletes files that no package names: their registration was refused or interrupted. The pieces
 * are deleted afterwards, as other large values to which no row refers. Thread-safe.
 */
public final class UnusedPackageFiles {
  /** The time during which a file may be put before its package is registered. */
  private static final Duration RECENT = Duration.ofDays(1);

  private static final String UNUSED =
      " used < ? AND NOT EXISTS (SELECT 1 FROM package_part WHERE file = package_file.sha256)";

  private final QueryRunner query;
  private final WriteQueue writes;

  public UnusedPackageFiles(QueryRunner query, WriteQueue writes) {
    this.query = query;
    this.writes = writes;
  }

  /** Deletes the files that no package names and that were put more than a day before a time. */
  public void drop(Instant now) {
    long before = Micros.micros(now.minus(RECENT));
    List<String> unused =
        query.all(
            "SELECT sha256 FROM package_file WHERE" + UNUSED,
            List.of(before),
            row -> row.getString("sha256"));
    for (String file : unused) {
      writes.now(connection -> drop(connection, file, before));
    }
  }

  /** Deletes a file unless it has been used meanwhile, and returns the number of deleted rows. */
  private static int drop(Connection connection, String file, long before) throws SQLException {
    int dropped =
        Sql.update(
            connection, "DELETE FROM package_file WHERE sha256 = ? AND" + UNUSED, file, before);
    return dropped == 0
        ? 0
        : dropped + Sql.update(connection, "DELETE FROM package_piece WHERE file = ?", file);
  }
}
