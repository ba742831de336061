package dev.praetor.store;

import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.model.StoreLocation;

/** The locations of new stores. */
public final class FreshLocation {
  private FreshLocation() {}

  /** Creates a database for a store. */
  public static StoreLocation.Postgres onPostgres() {
    PostgresServer.Database fresh = PostgresServer.create();
    return new StoreLocation.Postgres(fresh.url(), fresh.user(), fresh.password());
  }
}
