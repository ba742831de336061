package dev.praetor.store.db;

import dev.praetor.store.model.StoreFailed;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite database: a file, in a folder that also contains the blobs and the writers' lock.
 *
 * @param busy the time to wait for the locks of SQLite itself, which are separate from the writers'
 *     lock
 * @param mostPages the largest size of the file in pages; 0 if only the disk limits it
 */
public record SqliteDatabase(Path file, Duration busy, int mostPages) implements Database {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
  private static final long LONGEST_LOG = 64L << 20;

  public static SqliteDatabase in(Path home) {
    return new SqliteDatabase(
        home.toAbsolutePath().normalize().resolve("praetor.db"), Duration.ofSeconds(5), 0);
  }

  private Path home() {
    return file.resolveSibling("");
  }

  /** Returns the folder of the values that are too large for a row. */
  public Path blobs() {
    return home().resolve("blobs");
  }

  /** Returns the folder of the files by which processes signal changes to each other. */
  public Path signals() {
    return home().resolve("signals");
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  @Override
  public boolean exists() {
    return Files.exists(file);
  }

  @Override
  public void createFolder() {
    try {
      protect();
      OwnerOnly.createDirectories(home());
      OwnerOnly.createDirectories(blobs());
      OwnerOnly.createFile(file);
      OwnerOnly.createFile(lockFile());
    } catch (FileAlreadyExistsException e) {
      throw StoreFailed.unavailable(
          name(),
          e.getFile() + " is a file, and the store needs a folder there",
          "choose another folder",
          e);
    } catch (IOException e) {
      throw StoreFailed.unavailable(
          name(),
          "the folder %s cannot be written to (%s)".formatted(home(), e.getMessage()),
          "choose another folder",
          e);
    }
  }

  /**
   * Makes the files of the store readable only by their user. A folder that contains other files
   * too is left as it is.
   */
  @Override
  public void protect() {
    List<Path> files = List.of(file, log(), sibling("-shm"), lockFile());
    files.forEach(OwnerOnly::tighten);
    OwnerOnly.tighten(blobs());
    OwnerOnly.tighten(signals());
    try (Stream<Path> inside = Files.list(home())) {
      if (inside.allMatch(each -> files.contains(each) || isPraetors(each))) {
        OwnerOnly.tighten(home());
      }
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the permissions of {} are left as they are", home());
    }
  }

  private boolean isPraetors(Path path) {
    return path.equals(blobs())
        || path.equals(signals())
        || path.getFileName().toString().startsWith("secrets.key");
  }

  private Path lockFile() {
    return home().resolve("writer.lock");
  }

  private Path sibling(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  @Override
  public DataSource writing() {
    SQLiteConfig config = config();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, "8000");
    config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
    if (mostPages > 0) {
      config.setPragma(SQLiteConfig.Pragma.MAX_PAGE_COUNT, Integer.toString(mostPages));
    }
    return source(new SQLiteDataSource(config), "");
  }

  /**
   * Returns the source of connections that only read. In a folder that cannot be written to, the
   * file is opened as immutable, unless the last writer was killed: then a part of the data is
   * still in the log, which an immutable connection would ignore.
   */
  @Override
  public DataSource reading() {
    SQLiteConfig config = config();
    config.setReadOnly(true);
    return source(
        new SqliteReading(config), Files.isWritable(home()) || hasLog() ? "" : "?immutable=1");
  }

  private Path log() {
    return sibling("-wal");
  }

  private boolean hasLog() {
    try {
      return Files.size(log()) > 0;
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setCacheSize(-64_000);
    config.setBusyTimeout((int) busy.toMillis());
    return config;
  }

  private SQLiteDataSource source(SQLiteDataSource source, String options) {
    source.setUrl(
        options.isEmpty() ? "jdbc:sqlite:" + file : "jdbc:sqlite:" + file.toUri() + options);
    return source;
  }

  @Override
  public String now() {
    return "CAST(unixepoch('subsec') * 1000000 AS INTEGER)";
  }

  @Override
  public String isolation() {
    return "TRANSACTION_SERIALIZABLE";
  }

  @Override
  public String countTables() {
    return "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?";
  }

  /**
   * Names the index of unsuccessful task runs. By default, SQLite reads all task runs, because they
   * have the requested order.
   */
  @Override
  public String waitingIndexHint() {
    return " INDEXED BY flow_run_waiting";
  }

  @Override
  public String takenSlotsIndexHint() {
    return " INDEXED BY flow_run_in_pool";
  }

  @Override
  public String unsuccessfulIndexHint() {
    return " INDEXED BY task_run_unsuccessful";
  }

  @Override
  public boolean keepsProcessor() {
    return true;
  }

  @Override
  public void waitForLocks(Connection writer, boolean waits) throws SQLException {
    writer.unwrap(SQLiteConnection.class).setBusyTimeout(waits ? (int) busy.toMillis() : 0);
  }

  @Override
  public WriterLock lock(String holder) {
    return FileLocks.of(lockFile(), holder);
  }

  @Override
  public Severity severity(SQLException e) {
    if (e instanceof SQLiteException exact
        && (exact.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_DBMOVED
            || exact.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ)) {
      return Severity.BROKEN;
    }
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB -> Severity.BROKEN;
      case SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_RANGE -> Severity.VALUE;
      case SQLITE_ERROR, SQLITE_AUTH, SQLITE_SCHEMA -> Severity.STATEMENT;
      default -> Severity.PASSING;
    };
  }

  @Override
  public StoreGuard guard() {
    return new FileGuard(file, reading(), this::severity);
  }

  @Override
  public String explain(SQLException e) {
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xFF)) {
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "the store at %s is damaged (%s): make a copy of it, then save what can be read with `sqlite3 %s .recover`, or use a new store in another folder"
              .formatted(file, e.getMessage(), file);
      case SQLITE_FULL ->
          "there is no space left for the store at %s (%s): free space on its disk"
              .formatted(file, e.getMessage());
      case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_IOERR ->
          "the store at %s cannot be opened or written to (%s): check the folder's permissions and free space, or choose another folder"
              .formatted(file, e.getMessage());
      case SQLITE_BUSY, SQLITE_LOCKED ->
          "the store at %s is locked by a program that is not Praetor (%s): end that program"
              .formatted(file, e.getMessage());
      default -> "the store at %s does not work: %s".formatted(file, e.getMessage());
    };
  }

  /**
   * Resets the log when it is long, because overlapping readers prevent SQLite from resetting it.
   */
  @Override
  public void checkpoint(Connection writer) throws SQLException {
    try {
      if (!Files.exists(log()) || Files.size(log()) < LONGEST_LOG) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    try (Statement statement = writer.createStatement()) {
      statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
  }
}
