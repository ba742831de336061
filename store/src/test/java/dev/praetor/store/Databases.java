package dev.praetor.store;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The databases that must do the same. */
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
      return Database.at(PostgresServer.database());
    }
  };

  private @Nullable Database shared;

  /** One that many tests use. */
  synchronized Database shared() {
    Database made = shared == null ? fresh() : shared;
    shared = made;
    return made;
  }

  /** One with nothing in it. */
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
