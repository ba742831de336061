package dev.praetor.store.retention;

import dev.praetor.store.blob.Blobs;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Deletes large values to which no row refers any more. Thread-safe. */
public final class UnusedBlobs {
  /**
   * The time after its last use during which a value is kept, because its row may not have been
   * written yet.
   */
  private static final Duration RECENT = Duration.ofHours(1);

  private final Blobs blobs;
  private final WriteQueue writes;
  private final InstantSource clock;

  public UnusedBlobs(Blobs blobs, WriteQueue writes, InstantSource clock) {
    this.blobs = blobs;
    this.writes = writes;
    this.clock = clock;
  }

  public long drop() {
    return drop(clock.instant());
  }

  /**
   * Deletes unreferenced values that have not been used within the hour before a time, and returns
   * the number of deleted values.
   */
  public long drop(Instant now) {
    Instant before = now.minus(RECENT);
    AtomicLong dropped = new AtomicLong();
    blobs.unusedSince(
        before,
        part -> {
          int gone =
              writes.now(
                  connection -> blobs.drop(connection, unreferenced(connection, part), before));
          dropped.addAndGet(gone);
        });
    return dropped.get();
  }

  private static Set<String> unreferenced(Connection connection, List<String> hashes)
      throws SQLException {
    Set<String> unreferenced = new LinkedHashSet<>(hashes);
    String marks = String.join(", ", Collections.nCopies(hashes.size(), "?"));
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            SELECT blob FROM task_run WHERE blob IN (%s)
            UNION
            SELECT loop_blob FROM task_run WHERE loop_blob IN (%s)
            UNION
            SELECT blob FROM package_piece WHERE blob IN (%s)
            """
                .formatted(marks, marks, marks))) {
      for (int i = 0; i < hashes.size(); i++) {
        select.setString(i + 1, hashes.get(i));
        select.setString(hashes.size() + i + 1, hashes.get(i));
        select.setString(2 * hashes.size() + i + 1, hashes.get(i));
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          unreferenced.remove(row.getString(1));
        }
      }
    }
    return unreferenced;
  }
}
