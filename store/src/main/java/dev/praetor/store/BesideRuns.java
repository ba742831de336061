package dev.praetor.store;

import dev.praetor.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/** What an open store does besides keeping and reading runs. Thread-safe. */
record BesideRuns(
    StoreCache cache,
    CacheClaims claims,
    Logs logs,
    Orders orders,
    Deletions deletions,
    LostRuns lostRuns,
    Upkeep upkeep)
    implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(15);

  /**
   * What is needed for it.
   *
   * @param claim takes an unfinished run over, and throws {@link StoreFailed} if its owner lives
   */
  record Parts(
      Query query,
      Reader reader,
      TaskReader tasks,
      Writer writer,
      InstantSource clock,
      Retention retention,
      Consumer<RunId> claim) {}

  static BesideRuns of(Parts parts) {
    Query query = parts.query();
    Writes writes = new Writes(parts.writer());
    CacheClaims claims = new CacheClaims(query, writes, LEASE);
    Deletions deletions = new Deletions(parts.reader(), query, writes, parts.claim());
    return new BesideRuns(
        new StoreCache(query, writes, claims, parts.clock()),
        claims,
        new Logs(query, writes, parts.clock()),
        new Orders(query, writes, parts.clock()),
        deletions,
        new LostRuns(
            parts.reader(), parts.tasks(), deletions, writes, parts.clock(), parts.claim()),
        new Upkeep(query, writes, parts.clock(), parts.retention()));
  }

  @Override
  public void close() {
    upkeep.close();
    orders.close();
    claims.close();
  }
}
