package dev.praetor.store;

import com.zaxxer.hikari.HikariDataSource;
import java.time.InstantSource;

/** What writes and reads beside a store, as another process would. */
record Parts(Writer writer, HikariDataSource pool, Queries queries, Writes writes)
    implements AutoCloseable {
  static Parts of(Database database) {
    Writer writer = new Writer(database);
    HikariDataSource pool = database.reading();
    return new Parts(writer, pool, new Queries(pool, database.name()), new Writes(writer));
  }

  Upkeep upkeep(Retention retention) {
    return new Upkeep(queries, writes, InstantSource.system(), retention);
  }

  @Override
  public void close() {
    writer.close();
    pool.close();
  }
}
