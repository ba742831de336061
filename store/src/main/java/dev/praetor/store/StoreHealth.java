package dev.praetor.store;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.write.WriteQueue;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds out whether an open store works. Thread-safe. */
public final class StoreHealth {
  private final QueryRunner query;
  private final WriteQueue writes;

  StoreHealth(QueryRunner query, WriteQueue writes) {
    this.query = query;
    this.writes = writes;
  }

  /**
   * Reads from the database.
   *
   * @throws dev.praetor.store.model.StoreFailed if that is impossible
   */
  public void read() {
    List<Integer> _ = query.all("SELECT 1", List.of(), row -> row.getInt(1));
  }

  /**
   * Passes an empty transaction to the writer, which also sends the heartbeats of this process. The
   * future is completed when the transaction is committed.
   *
   * @throws dev.praetor.store.model.StoreFailed if the writer has ended
   */
  public CompletableFuture<Integer> write() {
    return writes.begin(_ -> 0);
  }

  /** Returns the kind of the database, for people. */
  public String database() {
    return switch (query.database()) {
      case SqliteDatabase _ -> "SQLite";
      case PostgresDatabase _ -> "PostgreSQL";
    };
  }

  /** Returns the time at which expired data was deleted last, if that has ever happened. */
  public Optional<Instant> lastUpkeep() {
    return query.first(
        "SELECT done FROM upkeep WHERE what = 'tidy'",
        List.of(),
        row -> Micros.of(row.getLong("done")));
  }
}
