package dev.praetor.store.model;

import java.nio.file.Path;

/** The place of a store. */
public sealed interface StoreLocation {
  /** A folder, which is made if it is not there: a database file, and results of some size. */
  record Home(Path folder) implements StoreLocation {}

  /** A database on a PostgreSQL server. */
  record Postgres(String url, String user, String password) implements StoreLocation {
    @Override
    public String toString() {
      return "Postgres[url=" + url.replaceAll("\\?.*", "") + ", user=" + user + "]";
    }
  }
}
