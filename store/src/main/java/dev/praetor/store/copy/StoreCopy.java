package dev.praetor.store.copy;

import dev.praetor.ErrorCode;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.blob.FileBlobs;
import dev.praetor.store.blob.TableBlobs;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.Schema;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.db.WriterLock;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Copies the store of a home into an empty store, all of it or nothing. The copy is the state of
 * one moment. In it, all processes have ended, so a run that was in progress is resumed by a
 * process that serves its flow there. Immutable.
 *
 * @param progress gets a line for each table that was copied
 */
public record StoreCopy(InstantSource clock, Consumer<String> progress) {
  private static final int BLOBS = 50;

  /** The numbers of copied rows and large values. */
  public record Copied(long rows, long blobs) {}

  /**
   * Copies a store.
   *
   * @param whileInUse true if processes may be using the store; they continue their runs, which
   *     must not also be resumed in the copy
   * @throws StoreFailed with {@code CONFLICT} if the target is not empty, or processes use the
   *     store and must not; with {@code NOT_FOUND} if there is no store
   */
  public Copied copy(Path home, StoreLocation to, boolean whileInUse) {
    SqliteDatabase source = SqliteDatabase.in(home);
    Database target = Database.at(to);
    if (!Schema.isThere(source)) {
      throw new StoreFailed(
          ErrorCode.NOT_FOUND,
          "the store at " + source.name(),
          "there is no store at " + source.name(),
          "name the home of the store to copy");
    }
    Schema.prepare(target);
    try (Connection reading = source.reading().getConnection();
        WriteConnection writing = new WriteConnection(target.writing().getConnection());
        WriterLock lock = target.lock("a copy of a store");
        WriterLock.Held _ = lock.take()) {
      return copy(new Ends(source, reading, target, writing), whileInUse);
    } catch (SQLException e) {
      throw StoreFailed.unavailable(
          target.name(),
          "the store at %s could not be copied to %s: %s"
              .formatted(source.name(), target.name(), e.getMessage()),
          "nothing was copied; try again",
          e);
    } catch (IOException e) {
      throw StoreFailed.unavailable(
          target.name(),
          "the store at %s cannot be written to: %s".formatted(target.name(), e.getMessage()),
          "nothing was copied; try again",
          e);
    }
  }

  /** Both stores, and their connections. */
  private record Ends(
      SqliteDatabase source, Connection reading, Database target, WriteConnection writing) {}

  private Copied copy(Ends ends, boolean whileInUse) throws SQLException, IOException {
    Connection reading = ends.reading();
    reading.setAutoCommit(false); // One transaction reads one moment.
    Tables tables = Tables.of(reading, ends.writing().connection());
    List<String> users = Users.of(reading);
    if (!users.isEmpty() && !whileInUse) {
      throw new StoreFailed(
          ErrorCode.CONFLICT,
          "the store at " + ends.source().name(),
          "the store at %s is used by %s"
              .formatted(ends.source().name(), String.join(" and ", users)),
          "end what uses it, because its runs would continue in both");
    }
    ends.writing().begin();
    try {
      Optional<String> full = tables.firstFull(ends.writing().connection());
      if (full.isPresent()) {
        throw new StoreFailed(
            ErrorCode.CONFLICT,
            "the store at " + ends.target().name(),
            "the store at %s is not empty: its table %s has rows"
                .formatted(ends.target().name(), full.get()),
            "name a new folder, or an empty database");
      }
      long rows = 0;
      for (Tables.Table table : tables.all()) {
        long copied = table.copy(reading, ends.writing());
        rows += copied;
        if (copied > 0) {
          progress.accept("%,d rows of %s".formatted(copied, table.name()));
        }
      }
      Users.end(ends.writing().connection(), Micros.micros(clock.instant()));
      long blobs = copyBlobs(ends);
      ends.writing().commit();
      return new Copied(rows, blobs);
    } catch (SQLException | IOException | RuntimeException | Error e) {
      ends.writing().rollBack();
      throw e;
    }
  }

  private long copyBlobs(Ends ends) throws SQLException, IOException {
    Blobs from = new FileBlobs(ends.source().blobs(), clock);
    Blobs into = blobs(ends.target());
    List<String> hashes = new ArrayList<>();
    from.all(hashes::addAll);
    for (int first = 0; first < hashes.size(); first += BLOBS) {
      List<Blob> part = new ArrayList<>();
      for (String hash : hashes.subList(first, Math.min(first + BLOBS, hashes.size()))) {
        // A value that was deleted meanwhile belonged to a run that was deleted, too.
        from.bytes(hash).map(Blob::new).ifPresent(part::add);
      }
      into.keep(part);
      into.keep(ends.writing(), part);
    }
    if (!hashes.isEmpty()) {
      progress.accept("%,d large values".formatted(hashes.size()));
    }
    return hashes.size();
  }

  private Blobs blobs(Database database) {
    return switch (database) {
      case SqliteDatabase file -> new FileBlobs(file.blobs(), clock);
      case PostgresDatabase server -> new TableBlobs(server.reading(), clock);
    };
  }
}
