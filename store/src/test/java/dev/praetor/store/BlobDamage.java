package dev.praetor.store;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.blob.FileBlobs;
import dev.praetor.store.blob.TableBlobs;
import dev.praetor.store.db.Sql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Damages the first piece of a file of a package in a store. */
final class BlobDamage {
  private static final int PIECE = 1 << 20;

  private BlobDamage() {}

  private static String first(byte[] content) {
    return new Blob(Arrays.copyOf(content, Math.min(PIECE, content.length))).ref().hash();
  }

  /** Changes the bytes of the piece, but not their number. */
  static void change(StoreParts parts, byte[] content) throws IOException {
    byte[] other = new byte[Math.min(PIECE, content.length)];
    switch (parts.blobs()) {
      case FileBlobs files -> Files.write(file(files, content), other);
      case TableBlobs _ ->
          parts
              .writes()
              .now(connection ->
                  Sql.update(
                      connection,
                      "UPDATE blob SET bytes = ? WHERE hash = ?",
                      other,
                      first(content)));
      default -> throw new IllegalStateException();
    }
  }

  /** Deletes the piece. */
  static void delete(StoreParts parts, byte[] content) throws IOException {
    switch (parts.blobs()) {
      case FileBlobs files -> Files.delete(file(files, content));
      case TableBlobs _ ->
          parts
              .writes()
              .now(connection ->
                  Sql.update(connection, "DELETE FROM blob WHERE hash = ?", first(content)));
      default -> throw new IllegalStateException();
    }
  }

  private static Path file(FileBlobs files, byte[] content) {
    String hash = first(content);
    return files.folder().resolve(hash.substring(0, 2)).resolve(hash.substring(2));
  }
}
