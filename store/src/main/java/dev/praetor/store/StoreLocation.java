package dev.praetor.store;

import java.nio.file.Path;

/** Where a store is. */
public sealed interface StoreLocation {
  /** A folder, with a SQLite database in it. */
  record Home(Path folder) implements StoreLocation {
    @Override
    public String toString() {
      return folder.toString();
    }
  }

  /** A database on a PostgreSQL server. */
  record Postgres(String url, String user, String password) implements StoreLocation {
    @Override
    public String toString() {
      return url;
    }
  }
}
