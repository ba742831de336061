package dev.praetor.embedded;

import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.postgresql.ds.PGSimpleDataSource;

/** The places at which an engine must behave the same. */
enum Places {
  FOLDER {
    @Override
    String freshAddress() {
      try {
        return Files.createTempDirectory("praetor-engine").toString();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    Home at(String address) {
      return Home.of(Path.of(address));
    }

    @Override
    StoreLocation location(String address) {
      return new StoreLocation.Home(Path.of(address));
    }
  },
  POSTGRESQL {
    @Override
    String freshAddress() {
      return PostgresServer.create().url();
    }

    @Override
    Home at(String address) {
      PGSimpleDataSource database = new PGSimpleDataSource();
      database.setUrl(address);
      database.setUser("postgres");
      return Home.of(database);
    }

    @Override
    StoreLocation location(String address) {
      return new StoreLocation.Postgres(address, "postgres", "");
    }

    @Override
    Home fresh() {
      return Home.of(PostgresServer.create().source());
    }
  };

  /** Creates an empty home; returns its address, by which other processes find it. */
  abstract String freshAddress();

  /** Returns the home at an address. */
  abstract Home at(String address);

  /** Returns the location of the store at an address. */
  abstract StoreLocation location(String address);

  /** Returns a new, empty home. */
  Home fresh() {
    return at(freshAddress());
  }
}
