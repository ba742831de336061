package dev.praetor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The two kinds of databases to measure on, one after the other. */
final class Databases implements AutoCloseable {
  private final Path folder;
  private final PostgresServer server;

  /** A kind of database, which makes empty databases. */
  record Kind(String name, Making making) {
    BenchDatabase make() throws IOException, SQLException {
      return making.make();
    }
  }

  /** Makes an empty database. */
  interface Making {
    BenchDatabase make() throws IOException, SQLException;
  }

  private Databases(Path folder, PostgresServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** Creates databases below a folder, which should be on a real disk. */
  static Databases in(Path folder) throws IOException, SQLException {
    Files.createDirectories(folder);
    return new Databases(folder, PostgresServer.start(folder));
  }

  List<Kind> kinds() {
    return List.of(
        new Kind(
            "SQLite", () -> new BenchDatabase.Sqlite(Files.createTempDirectory(folder, "sqlite"))),
        new Kind("PostgreSQL " + server.version(), server::database));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
