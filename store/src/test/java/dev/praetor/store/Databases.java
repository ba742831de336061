package dev.praetor.store;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.SqliteDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The databases, which must behave the same. */
enum Databases {
  SQLITE {
    @Override
    Database fresh() {
      return SqliteDatabase.in(folder());
    }
  },
  POSTGRESQL {
    @Override
    Database fresh() {
      return Database.at(FreshLocation.onPostgres());
    }
  };

  private static final Map<Databases, Database> SHARED = new ConcurrentHashMap<>();

  /** Returns a database that many tests use. */
  Database shared() {
    return SHARED.computeIfAbsent(this, Databases::fresh);
  }

  /** Returns a new, empty database. */
  abstract Database fresh();

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("praetor-store");
      Runtime.getRuntime()
          .addShutdownHook(Thread.ofPlatform().unstarted(() -> delete(folder.toFile())));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(File file) {
    File[] inside = file.listFiles();
    if (inside != null) {
      for (File each : inside) {
        delete(each);
      }
    }
    var _ = file.delete();
  }
}
