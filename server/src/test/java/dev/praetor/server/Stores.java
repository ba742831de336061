package dev.praetor.server;

import dev.praetor.embedded.Home;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;

/** The stores on which a server must behave the same. */
enum Stores {
  SQLITE {
    @Override
    Fresh fresh(Path home) {
      return new Fresh(new StoreLocation.Home(home), Home.of(home));
    }
  },
  POSTGRESQL {
    @Override
    Fresh fresh(Path home) {
      PostgresServer.Database database = PostgresServer.create();
      return new Fresh(
          new StoreLocation.Postgres(database.url(), "postgres", ""), Home.of(database.source()));
    }
  };

  /**
   * A new, empty store.
   *
   * @param engine the same store as the home of an engine
   */
  record Fresh(StoreLocation location, Home engine) {}

  abstract Fresh fresh(Path home);
}
