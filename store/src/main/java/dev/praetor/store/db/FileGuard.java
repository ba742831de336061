package dev.praetor.store.db;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guards the file of a SQLite database. The file itself is never opened here, because closing it
 * would release the locks that SQLite holds on it in this process; only its attributes are read.
 * Its content is checked over connections of SQLite, new ones, which have no pages in memory.
 */
final class FileGuard implements StoreGuard {
  private static final Logger LOG = LoggerFactory.getLogger(FileGuard.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration READ_EVERY = Duration.ofSeconds(5);

  /** The size up to which all pages are checked; of a larger file, a few pages are read. */
  private static final long SMALL = 32L << 20;

  /** The divisor of the time: the checks of the content take at most this part of it. */
  private static final int SHARE = 40;

  /** The same for a process that writes nothing. */
  private static final int SHARE_AT_REST = 1_000;

  private final Path file;
  private final DataSource reading;
  private final Function<SQLException, Severity> severity;
  private final @Nullable Object key;
  private long largest;
  private long looked = System.nanoTime();
  private long read = System.nanoTime();
  private long cost;

  FileGuard(Path file, DataSource reading, Function<SQLException, Severity> severity) {
    this.file = file;
    this.reading = reading;
    this.severity = severity;
    this.key = key(file);
  }

  private static @Nullable Object key(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Optional<String> damage(boolean ends, boolean rests) {
    long now = System.nanoTime();
    if (!ends && now - looked < EVERY.toNanos()) {
      return Optional.empty();
    }
    looked = now;
    Optional<String> found = fileDamage();
    long spacing = cost * (rests ? SHARE_AT_REST : SHARE);
    long due = ends ? spacing : Math.max(spacing, READ_EVERY.toNanos());
    if (found.isPresent() || now - read < due) {
      return found;
    }
    found = contentDamage();
    read = System.nanoTime();
    cost = read - now;
    return found;
  }

  private Optional<String> fileDamage() {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (key != null && !key.equals(now.fileKey())) {
        return found("was replaced by another file");
      }
      if (now.size() < largest) {
        return found("was truncated from %d to %d bytes".formatted(largest, now.size()));
      }
      largest = now.size();
      return Optional.empty();
    } catch (NoSuchFileException e) {
      if (!isElsewhere()) {
        return found("was deleted");
      }
      // A home that was moved as a whole is found where it is now; of one whose place was taken by
      // another, nobody would see the history.
      return Files.exists(file.toAbsolutePath().getParent())
          ? found("was moved away from its folder, which stayed or was replaced,")
          : Optional.empty();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the attributes of {} could not be read", file);
      return Optional.empty();
    }
  }

  private Optional<String> found(String what) {
    return Optional.of(
        "the store at %s %s while it was in use; its history since then is lost, so run the flow again with a store that nobody else changes"
            .formatted(file, what));
  }

  /** Returns whether the file was only moved: this process still has it open, under a name. */
  private boolean isElsewhere() {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path each : open) {
        if (isOurs(each) && ((Number) Files.getAttribute(each, "unix:nlink")).intValue() > 0) {
          return true;
        }
      }
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      LOG.atDebug().setCause(e).log("the open files of this process could not be listed");
    }
    return false;
  }

  private boolean isOurs(Path open) {
    try {
      return key != null
          && key.equals(Files.readAttributes(open, BasicFileAttributes.class).fileKey());
    } catch (IOException e) {
      return false; // A file that was closed meanwhile.
    }
  }

  private Optional<String> contentDamage() {
    if (!Files.exists(file)) {
      return Optional.empty(); // The file was moved.
    }
    try (Connection connection = reading.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(check())) {
      String answer = row.next() ? row.getString(1) : "no answer";
      return answer.equals("ok") ? Optional.empty() : damaged(answer);
    } catch (SQLException e) {
      return switch (severity.apply(e)) {
        case STATEMENT, BROKEN -> damaged(String.valueOf(e.getMessage()));
        case PASSING, VALUE -> Optional.empty();
      };
    }
  }

  private String check() {
    return largest <= SMALL
        ? "PRAGMA quick_check(1)"
        : """
        SELECT 'ok' FROM (SELECT count(*) FROM (
          SELECT r.history, t.state FROM flow_run r LEFT JOIN task_run t ON t.run = r.id
          WHERE r.id IN (SELECT id FROM flow_run ORDER BY created DESC, id DESC LIMIT 1)
          LIMIT 1000) AS newest)
        """;
  }

  private Optional<String> damaged(String why) {
    return Optional.of(
        "the store at %s was damaged while it was in use (%s): make a copy of it, then save what can be read with `sqlite3 %s .recover`, and run the flow again with a new store"
            .formatted(file, why.lines().findFirst().orElse(""), file));
  }
}
