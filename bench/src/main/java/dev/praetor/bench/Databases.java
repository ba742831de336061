package dev.praetor.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** The two kinds of databases to measure on, one after the other. */
public final class Databases implements AutoCloseable {
  private static final String SQLITE = "SQLite";
  private final Path folder;
  private final PostgresServer server;

  /** A kind of database, which makes empty databases. */
  public record Kind(String name, Making making) {
    public BenchDatabase make() throws IOException, SQLException {
      return making.make();
    }

    public boolean isSqlite() {
      return name.equals(SQLITE);
    }
  }

  /** Makes an empty database. */
  public interface Making {
    BenchDatabase make() throws IOException, SQLException;
  }

  private Databases(Path folder, PostgresServer server) {
    this.folder = folder;
    this.server = server;
  }

  /** Creates databases below a folder, which should be on a real disk. */
  public static Databases in(Path folder) throws IOException, SQLException {
    Files.createDirectories(folder);
    return new Databases(folder, PostgresServer.start(folder));
  }

  public List<Kind> kinds() {
    return List.of(sqlite(folder), new Kind("PostgreSQL " + server.version(), server::database));
  }

  /** Returns the databases that are files below a folder, which exists. */
  public static Kind sqlite(Path folder) {
    return new Kind(
        SQLITE, () -> new BenchDatabase.Sqlite(Files.createTempDirectory(folder, "sqlite")));
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
