package dev.praetor.store;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.SqliteDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOwnershipTest extends OwnershipContract {
  @TempDir static Path folder;

  @Override
  Database database() {
    return SqliteDatabase.in(folder);
  }
}
