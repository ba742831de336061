package dev.praetor.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOwnershipTest extends OwnershipContract {
  @TempDir static Path folder;

  @Override
  Database database() {
    return SqliteDatabase.in(folder);
  }
}
