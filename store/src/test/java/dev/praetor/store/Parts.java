package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;

/** What writes and reads beside a store, as another process would. */
record Parts(Writer writer, HikariDataSource pool, Query query, Writes writes, Blobs blobs)
    implements AutoCloseable {
  static Parts of(Database database) {
    HikariDataSource pool = Database.pool(database);
    InstantSource clock = InstantSource.system();
    Blobs blobs = database.blobs(pool, clock);
    Writer writer = new Writer(database, blobs, clock);
    return new Parts(writer, pool, new Query(pool, database), new Writes(writer), blobs);
  }

  Upkeep upkeep(Retention retention) {
    return new Upkeep(query, writes, unused(), InstantSource.system(), retention);
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
