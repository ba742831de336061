package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;

/** What writes and reads beside a store, as another process would. */
record Parts(Writer writer, HikariDataSource pool, Query query, Writes writes)
    implements AutoCloseable {
  static Parts of(Database database) {
    HikariDataSource pool = Database.pool(database);
    InstantSource clock = InstantSource.system();
    Writer writer = new Writer(database, database.blobs(pool, clock), clock);
    return new Parts(writer, pool, new Query(pool, database), new Writes(writer));
  }

  Upkeep upkeep(Retention retention) {
    return new Upkeep(query, writes, InstantSource.system(), retention);
  }

  @Override
  public void close() {
    writer.close();
    pool.close();
  }
}
