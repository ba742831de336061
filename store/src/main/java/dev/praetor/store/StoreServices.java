package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.blob.UnusedBlobs;
import dev.praetor.store.cache.CacheClaims;
import dev.praetor.store.cache.StoreCache;
import dev.praetor.store.control.LostRunEnding;
import dev.praetor.store.control.RunOrders;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.log.Logs;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.retention.Deletions;
import dev.praetor.store.retention.RetentionJob;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What an open store does besides keeping and reading runs. Thread-safe. */
public record StoreServices(
    StoreCache cache,
    CacheClaims claims,
    Logs logs,
    RunOrders orders,
    Deletions deletions,
    LostRunEnding lostRuns,
    RetentionJob upkeep)
    implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(15);

  /**
   * What is needed for it.
   *
   * @param claim takes an unfinished run over, and throws {@link StoreFailed} if its owner lives
   */
  record Parts(
      QueryRunner query,
      RunReader reader,
      TaskReader tasks,
      Blobs blobs,
      JournalWriter writer,
      InstantSource clock,
      Retention retention,
      Consumer<RunId> claim) {}

  static StoreServices of(Parts parts) {
    QueryRunner query = parts.query();
    WriteQueue writes = new WriteQueue(parts.writer());
    CacheClaims claims = new CacheClaims(query, writes, LEASE);
    UnusedBlobs blobs = new UnusedBlobs(parts.blobs(), writes, parts.clock());
    Deletions deletions = new Deletions(parts.reader(), query, writes, blobs, parts.claim());
    return new StoreServices(
        new StoreCache(query, writes, claims, parts.clock()),
        claims,
        new Logs(query, writes, parts.clock()),
        new RunOrders(query, writes, parts.clock()),
        deletions,
        new LostRunEnding(
            parts.reader(), parts.tasks(), deletions, writes, parts.clock(), parts.claim()),
        new RetentionJob(query, writes, blobs, parts.clock(), parts.retention()));
  }

  @Override
  public void close() {
    upkeep.close();
    orders.close();
    claims.close();
  }
}
