package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.blob.FileBlobs;
import dev.praetor.store.blob.TableBlobs;
import dev.praetor.store.cache.CacheClaims;
import dev.praetor.store.cache.CacheEntries;
import dev.praetor.store.cache.StoredEntries;
import dev.praetor.store.control.GivenUpRuns;
import dev.praetor.store.control.LostRunEnding;
import dev.praetor.store.control.RunEnds;
import dev.praetor.store.control.RunOrders;
import dev.praetor.store.control.StateSetting;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Durations;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.history.RunReader;
import dev.praetor.store.history.TaskReader;
import dev.praetor.store.log.Logs;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.queue.BoundRuns;
import dev.praetor.store.queue.OwnersElsewhere;
import dev.praetor.store.queue.RunQueue;
import dev.praetor.store.queue.ServingProcess;
import dev.praetor.store.queue.WaitingRuns;
import dev.praetor.store.report.Artifacts;
import dev.praetor.store.report.ProgressReports;
import dev.praetor.store.retention.Deletions;
import dev.praetor.store.retention.PinnedRuns;
import dev.praetor.store.retention.RetentionJob;
import dev.praetor.store.retention.UnusedBlobs;
import dev.praetor.store.signal.StoreSignals;
import dev.praetor.store.slot.LimitedTags;
import dev.praetor.store.slot.SlotWatch;
import dev.praetor.store.worker.Workers;
import dev.praetor.store.write.JournalWriter;
import dev.praetor.store.write.OwnSlots;
import dev.praetor.store.write.OwnedRuns;
import dev.praetor.store.write.OwnerWatch;
import dev.praetor.store.write.WritePath;
import dev.praetor.store.write.WriteQueue;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/** The parts of an open store, connected with each other. */
record OpenParts(
    HikariDataSource pool,
    QueryRunner query,
    WriteQueue writes,
    Blobs blobs,
    InstantSource clock,
    JournalWriter writer,
    WritePath path,
    RunReader reader,
    TaskReader tasks,
    Logs logs,
    ProgressReports progress,
    Artifacts artifacts,
    RunOrders orders,
    RunEnds ends,
    CacheClaims claims,
    CacheEntries cache,
    Deletions deletions,
    PinnedRuns pinnedRuns,
    LostRunEnding lostRuns,
    GivenUpRuns givenUpRuns,
    StateSetting states,
    RetentionJob retention,
    OwnerWatch watch,
    RunQueue queue,
    BoundRuns boundRuns,
    OwnersElsewhere owners,
    WaitingRuns waiting,
    LimitedTags limitedTags,
    OwnSlots ownSlots,
    SlotWatch slotWatch,
    StoreSignals signals,
    Duration sweep) {
  private static final Duration CACHE_LEASE = Duration.ofSeconds(15);

  static OpenParts of(Database database, StoreOptions options, InstantSource clock) {
    HikariDataSource pool = Database.pool(database);
    QueryRunner query = new QueryRunner(pool, database);
    Blobs blobs = blobs(database, pool, clock);
    JournalWriter writer = new JournalWriter(database, blobs, clock);
    CacheClaims claims = new CacheClaims(query, new WriteQueue(writer), CACHE_LEASE);
    return of(new Shared(pool, query, blobs, new Durations()), writer, claims, options, clock);
  }

  /**
   * The parts that the stores share which this process has open for others.
   *
   * @param pool the connections for reading
   * @param claims counts how long claims take
   */
  private record Shared(HikariDataSource pool, QueryRunner query, Blobs blobs, Durations claims) {}

  /**
   * Returns the parts of a store that this process has open on behalf of another one, with a writer
   * of their own. They must be closed before these parts.
   *
   * @param self that process
   */
  OpenParts onBehalfOf(ProcessRow self, StoreOptions options) {
    JournalWriter theirs = new JournalWriter(query.database(), blobs, clock, self, writer);
    CacheClaims claims =
        CacheClaims.onBehalfOf(self.id(), query, new WriteQueue(theirs), CACHE_LEASE);
    Shared shared = new Shared(pool, query, blobs, queue.claimTimes());
    return of(shared, theirs, claims, options, clock);
  }

  private static OpenParts of(
      Shared shared,
      JournalWriter writer,
      CacheClaims claims,
      StoreOptions options,
      InstantSource clock) {
    HikariDataSource pool = shared.pool();
    QueryRunner query = shared.query();
    Blobs blobs = shared.blobs();
    WriteQueue writes = new WriteQueue(writer);
    StoreSignals signals = writer.signals();
    OwnerWatch watch = new OwnerWatch(query, writes.unattended(), clock, ProcessRow.LEASE);
    OwnedRuns owned = new OwnedRuns(writer, watch::settle);
    UnusedBlobs unused = new UnusedBlobs(blobs, writes.unattended(), clock);
    RunReader reader = new RunReader(query);
    TaskReader tasks = new TaskReader(query, blobs);
    PinnedRuns pinned = new PinnedRuns(reader, query, writes, clock);
    Deletions deletions = new Deletions(reader, query, writes, unused, pinned, owned::claim);
    LostRunEnding lostRuns = new LostRunEnding(reader, tasks, writes, clock, owned::whileClaimed);
    OwnSlots ownSlots = new OwnSlots(writer, owned);
    ServingProcess self =
        new ServingProcess(
            writer.self(),
            options.code(),
            options.worker(),
            options.isolated(),
            options.versions());
    return new OpenParts(
        pool,
        query,
        writes,
        blobs,
        clock,
        writer,
        new WritePath(writer, owned, blobs, options.largestResult(), options.code()),
        reader,
        tasks,
        new Logs(query, writes, clock),
        new ProgressReports(query, writes),
        new Artifacts(query, writes),
        new RunOrders(query, writes, signals, clock, writer.self(), options.sweep()),
        new RunEnds(query, signals, options.sweep()),
        claims,
        new StoredEntries(query, writes, claims, clock),
        deletions,
        pinned,
        lostRuns,
        new GivenUpRuns(
            reader,
            tasks,
            writes,
            clock,
            owned::whileClaimed,
            new Workers(query, writes, clock)::death),
        new StateSetting(reader, writes, clock, lostRuns),
        new RetentionJob(query, writes, unused, deletions, clock, options.retention()),
        watch,
        new RunQueue(query, writes, owned, clock, self, shared.claims()),
        new BoundRuns(query, writes, owned, clock, writer.self()),
        new OwnersElsewhere(query, watch, self),
        new WaitingRuns(query, writes, clock),
        new LimitedTags(query),
        ownSlots,
        new SlotWatch(query, writes, ownSlots, watch, writer.self()),
        signals,
        options.sweep());
  }

  /**
   * Returns the place for values that are too large for a row: files beside SQLite's database, or
   * rows of a table in PostgreSQL.
   */
  static Blobs blobs(Database database, DataSource reading, InstantSource clock) {
    return switch (database) {
      case SqliteDatabase file -> new FileBlobs(file.blobs(), clock);
      case PostgresDatabase _ -> new TableBlobs(reading, clock);
    };
  }

  /** Writes the changes that were handed over before, and closes the parts. */
  void close() {
    closeServices();
    // SQLite empties its log only if a connection that may write is closed last.
    pool.close();
    writer.close();
  }

  /** Closes the parts of a store that was open on behalf of another process. */
  void close(JournalWriter.Ending ending) {
    closeServices();
    writer.close(ending);
  }

  private void closeServices() {
    retention.close();
    orders.close();
    ends.close();
    claims.close();
    slotWatch.close();
    watch.close();
  }
}
