package dev.praetor.store.model;

import java.nio.file.Path;
import javax.sql.DataSource;

/** The location of a store. */
public sealed interface StoreLocation {
  /** A folder with a database file and large results, which is created if it does not exist. */
  record Home(Path folder) implements StoreLocation {}

  /** A database on a PostgreSQL server. */
  record Postgres(String url, String user, String password) implements StoreLocation {
    @Override
    public String toString() {
      return "Postgres[url=" + url.replaceAll("\\?.*", "") + ", user=" + user + "]";
    }
  }

  /** A PostgreSQL database to which an application supplies the connections. */
  record Provided(DataSource database) implements StoreLocation {}
}
