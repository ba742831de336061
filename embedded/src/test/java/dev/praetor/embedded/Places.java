package dev.praetor.embedded;

import dev.praetor.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The places at which an engine must behave the same. */
enum Places {
  FOLDER {
    @Override
    Home fresh() {
      try {
        return Home.of(Files.createTempDirectory("praetor-engine"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  },
  POSTGRESQL {
    @Override
    Home fresh() {
      return Home.of(PostgresServer.create().source());
    }
  };

  /** Returns a new, empty home. */
  abstract Home fresh();
}
