package dev.praetor.store.flow;

import dev.praetor.ErrorCode;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.Blobs;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.json.WorkerJson;
import dev.praetor.store.model.BlobRef;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The files of packages, each stored once under its hash, in pieces. A file is in the store when
 * all its bytes are, and their hash is the announced hash. Thread-safe.
 */
public final class PackageFiles implements PackageSource {
  /** The length of all pieces of a file but its last, in bytes. */
  public static final int PIECE = 1 << 20;

  /** The number of pieces that are written together. */
  private static final int TOGETHER = 8;

  private final QueryRunner query;
  private final WriteQueue writes;
  private final Blobs blobs;
  private final InstantSource clock;

  public PackageFiles(QueryRunner query, WriteQueue writes, Blobs blobs, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.blobs = blobs;
    this.clock = clock;
  }

  /** Returns the files of a package that have to be {@linkplain #put put} into the store. */
  public List<PackageFile> missing(FlowPackage contents) {
    return contents.files().stream().distinct().filter(file -> !has(file)).toList();
  }

  private boolean has(PackageFile file) {
    boolean recorded =
        query
            .first(
                "SELECT size FROM package_file WHERE sha256 = ?",
                List.of(file.sha256()),
                row -> row.getLong("size"))
            .filter(size -> size == file.size())
            .isPresent();
    return recorded && pieces(file.sha256()).stream().allMatch(blobs::has);
  }

  private List<BlobRef> pieces(String file) {
    return query.all(
        "SELECT blob, size FROM package_piece WHERE file = ? ORDER BY place",
        List.of(file),
        row -> new BlobRef(row.getString("blob"), row.getLong("size")));
  }

  /**
   * Stores a file.
   *
   * @param bytes its content, which is not closed
   * @throws StoreFailed with {@code BAD_REQUEST} if the content has another length or hash; the
   *     file is not stored then
   */
  public void put(PackageFile file, InputStream bytes) throws IOException {
    MessageDigest digest = Sha256.digest();
    List<BlobRef> pieces = new ArrayList<>();
    List<Blob> batch = new ArrayList<>();
    long length = 0;
    for (byte[] piece = bytes.readNBytes(PIECE);
        piece.length > 0;
        piece = bytes.readNBytes(PIECE)) {
      length += piece.length;
      if (length > file.size()) {
        break;
      }
      digest.update(piece);
      Blob blob = new Blob(piece);
      batch.add(blob);
      pieces.add(blob.ref());
      if (batch.size() == TOGETHER) {
        keep(batch);
        batch.clear();
      }
    }
    if (length != file.size()) {
      throw damaged(
          file,
          "it has %s %,d bytes, and %,d were announced"
              .formatted(
                  length > file.size() ? "more than" : "only",
                  Math.min(length, file.size()),
                  file.size()));
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw damaged(file, "its SHA-256 is not " + file.sha256());
    }
    keep(batch);
    writes.now(connection -> record(connection, file, pieces));
  }

  /**
   * Stores a piece of a file that is sent piece by piece; {@link #assemble} makes the file of them.
   * A piece that no file gets within an hour may be deleted.
   */
  public void putPiece(byte[] bytes) throws IOException {
    keep(List.of(new Blob(bytes)));
  }

  /**
   * Makes a file of pieces that were put before.
   *
   * @param hashes the hashes of its pieces in order; all but the last have the length {@link
   *     #PIECE}
   * @throws StoreFailed with {@code BAD_REQUEST} if the pieces are not those of the file, or with
   *     {@code CONFLICT} if a piece is not in the store; the file is not stored then
   */
  public void assemble(PackageFile file, List<String> hashes) throws IOException {
    if (hashes.size() != (file.size() + PIECE - 1) / PIECE) {
      throw damaged(
          file,
          "a file of %,d bytes does not have %,d pieces".formatted(file.size(), hashes.size()));
    }
    List<Blob> pieces = new ArrayList<>();
    long rest = file.size();
    for (String hash : hashes) {
      pieces.add(Blob.stored(new BlobRef(hash, Math.min(rest, PIECE))));
      rest -= PIECE;
    }
    if (!pieces.isEmpty()) {
      keep(pieces); // They are used from now on, so that they stay until the file is recorded.
    }
    MessageDigest digest = Sha256.digest();
    for (Blob piece : pieces) {
      digest.update(
          blobs
              .bytes(piece.ref().hash())
              .filter(bytes -> bytes.length == piece.ref().size())
              .orElseThrow(() -> missing(file, piece.ref())));
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      throw damaged(file, "its SHA-256 is not " + file.sha256());
    }
    List<BlobRef> all = pieces.stream().map(Blob::ref).toList();
    writes.now(connection -> record(connection, file, all));
  }

  /** Returns the error that a piece of a file has to be sent before the file is made of it. */
  public static StoreFailed missing(PackageFile file, BlobRef piece) {
    return new StoreFailed(
        ErrorCode.CONFLICT,
        "package file " + file.name(),
        "the piece %s of %s is not in the store with %,d bytes"
            .formatted(piece.hash(), file.name(), piece.size()),
        "send it again");
  }

  private static StoreFailed damaged(PackageFile file, String why) {
    return new StoreFailed(
        ErrorCode.BAD_REQUEST,
        "package file " + file.name(),
        "%s did not arrive whole: %s".formatted(file.name(), why),
        "send it again");
  }

  private void keep(List<Blob> batch) throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    List<Blob> kept = List.copyOf(batch);
    blobs.keep(kept);
    writes.now(connection -> {
      WriteConnection session = new WriteConnection(connection);
      blobs.keep(session, kept);
      session.closeStatements();
      return kept.size();
    });
  }

  /** Records a file whose pieces are stored, and returns the number of pieces. */
  private int record(Connection connection, PackageFile file, List<BlobRef> pieces)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO package_file (sha256, size, used) VALUES (?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET used = excluded.used, size = excluded.size
        """,
        file.sha256(),
        file.size(),
        Micros.micros(clock.instant()));
    Sql.update(connection, "DELETE FROM package_piece WHERE file = ?", file.sha256());
    int place = 0;
    for (BlobRef piece : pieces) {
      Sql.update(
          connection,
          "INSERT INTO package_piece (file, place, blob, size) VALUES (?, ?, ?, ?)",
          file.sha256(),
          place++,
          piece.hash(),
          piece.size());
    }
    return place;
  }

  @Override
  public Optional<FlowPackage> find(String sha256) {
    return PackageTable.find(query, sha256);
  }

  /** Returns the files of a registered version by the names that its registration gave them. */
  public List<PackageFile> of(RegisteredVersion version) {
    List<PackageFile> files =
        find(version.code().sha256()).map(FlowPackage::files).orElse(List.of());
    List<String> names = names(version);
    return names.size() != files.size()
        ? files
        : IntStream.range(0, files.size())
            .mapToObj(
                i -> new PackageFile(names.get(i), files.get(i).sha256(), files.get(i).size()))
            .toList();
  }

  /** Returns the names of files; none if the registration is older than they are kept. */
  private List<String> names(RegisteredVersion version) {
    return query
        .first(
            """
            SELECT file_names FROM registered_version
            WHERE project = ? AND flow = ? AND number = ? AND file_names IS NOT NULL
            """,
            List.of(version.project(), version.flow(), version.number()),
            row -> WorkerJson.readTexts(row.getString("file_names")))
        .orElse(List.of());
  }

  /** Returns whether a project in which a package is registered has a version of a flow. */
  public boolean isKnown(String contents, String version) {
    return query
        .first(
            """
            SELECT 1 FROM version_of_flow v JOIN registered_version own ON own.project = %s
            WHERE v.version = ? AND own.package = ?
            """
                .formatted(FlowKeySql.project("v.flow")),
            List.of(version, contents),
            row -> true)
        .isPresent();
  }

  /** Returns whether a package has a file, both named by their hashes. */
  public boolean isOf(String contents, String file) {
    return query
        .first(
            "SELECT 1 FROM package_part WHERE package = ? AND file = ?",
            List.of(contents, file),
            row -> true)
        .isPresent();
  }

  /** Returns the file of a hash, which is also its name here. */
  public Optional<PackageFile> file(String sha256) {
    return query.first(
        "SELECT size FROM package_file WHERE sha256 = ?",
        List.of(sha256),
        row -> new PackageFile(sha256, sha256, row.getLong("size")));
  }

  /**
   * Writes the content of a file. If it is damaged, the store forgets the file, so that it can be
   * registered again.
   *
   * @param to the stream that gets the content, which is not closed, and which may have got a part
   *     of it when an exception is thrown
   * @throws StoreFailed with {@code UNAVAILABLE} if the file is missing or damaged
   */
  @Override
  public void copy(PackageFile file, OutputStream to) throws IOException {
    MessageDigest digest = Sha256.digest();
    long length = 0;
    for (BlobRef piece : pieces(file.sha256())) {
      Optional<byte[]> bytes = blobs.bytes(piece.hash());
      if (bytes.isEmpty()) {
        break;
      }
      digest.update(bytes.get());
      length += bytes.get().length;
      to.write(bytes.get());
    }
    if (length != file.size() || !HexFormat.of().formatHex(digest.digest()).equals(file.sha256())) {
      forget(file);
      throw new StoreFailed(
          ErrorCode.UNAVAILABLE,
          "package file " + file.name(),
          "the package file %s (%s) is missing from the store, or damaged there"
              .formatted(file.name(), file.sha256()),
          "register its flows again from the same files");
    }
  }

  private void forget(PackageFile file) {
    writes.now(connection ->
        Sql.update(connection, "DELETE FROM package_file WHERE sha256 = ?", file.sha256())
            + Sql.update(connection, "DELETE FROM package_piece WHERE file = ?", file.sha256()));
  }

  /** Returns the time of the clock by which files are recorded. */
  @Override
  public Instant now() {
    return clock.instant();
  }
}
