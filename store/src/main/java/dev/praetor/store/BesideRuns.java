package dev.praetor.store;

import dev.praetor.RunId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;
import javax.sql.DataSource;

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
      DataSource source,
      String name,
      Reader reader,
      Writer writer,
      InstantSource clock,
      Retention retention,
      Consumer<RunId> claim) {}

  static BesideRuns of(Parts parts) {
    Queries queries = new Queries(parts.source(), parts.name());
    Writes writes = new Writes(parts.writer());
    CacheClaims claims = new CacheClaims(queries, writes, LEASE);
    Deletions deletions = new Deletions(parts.reader(), queries, writes, parts.claim());
    return new BesideRuns(
        new StoreCache(queries, writes, claims, parts.clock()),
        claims,
        new Logs(queries, writes, parts.clock()),
        new Orders(queries, writes, parts.clock()),
        deletions,
        new LostRuns(parts.reader(), deletions, writes, parts.clock(), parts.claim()),
        new Upkeep(queries, writes, parts.clock(), parts.retention()));
  }

  @Override
  public void close() {
    upkeep.close();
    orders.close();
    claims.close();
  }
}
