package dev.praetor.store;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.BlobRef;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteResultsTest extends ResultsContract {
  @TempDir static Path folder;

  @Override
  Database database() {
    return SqliteDatabase.in(folder);
  }

  @Override
  void lose(BlobRef blob) throws Exception {
    Files.delete(folder.resolve("blobs", blob.hash().substring(0, 2), blob.hash().substring(2)));
  }
}
