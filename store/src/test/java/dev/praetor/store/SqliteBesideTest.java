package dev.praetor.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class SqliteBesideTest extends BesideContract {
  @TempDir static Path folder;

  @Override
  Database database() {
    return new Database.Sqlite(folder.resolve("store.db"), Duration.ofSeconds(5));
  }

  @Override
  Database freshDatabase() {
    return new Database.Sqlite(folder.resolve(UUID.randomUUID() + ".db"), Duration.ofSeconds(5));
  }
}
