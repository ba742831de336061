package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.model.Retention;
import dev.praetor.store.retention.Deletions;
import dev.praetor.store.retention.PinnedRuns;
import dev.praetor.store.retention.RetentionJob;
import dev.praetor.store.retention.UnusedBlobs;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.WriteQueue;
import java.time.InstantSource;

/**
 * The parts that write to and read from a store that is also open elsewhere, as in another process.
 */
record StoreParts(
    JournalWriter writer, HikariDataSource pool, QueryRunner query, WriteQueue writes, Blobs blobs)
    implements AutoCloseable {
  static StoreParts of(Database database) {
    HikariDataSource pool = Database.pool(database);
    InstantSource clock = InstantSource.system();
    Blobs blobs = OpenParts.blobs(database, pool, clock);
    JournalWriter writer = new JournalWriter(database, blobs, clock);
    return new StoreParts(
        writer, pool, new QueryRunner(pool, database), new WriteQueue(writer), blobs);
  }

  RetentionJob upkeep(Retention retention) {
    InstantSource clock = InstantSource.system();
    RunReader reader = new RunReader(query);
    PinnedRuns pinned = new PinnedRuns(reader, query, writes, clock);
    Deletions deletions =
        new Deletions(
            reader,
            query,
            writes,
            unused(),
            pinned,
            run -> {
              throw new IllegalStateException("run " + run + " has not ended");
            });
    return new RetentionJob(query, writes, unused(), deletions, clock, retention);
  }

  UnusedBlobs unused() {
    return new UnusedBlobs(blobs, writes, InstantSource.system());
  }

  @Override
  public void close() {
    writer.close();
    pool.close();
  }
}
