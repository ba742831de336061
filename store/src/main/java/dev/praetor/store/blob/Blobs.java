package dev.praetor.store.blob;

import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.model.BlobRef;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The store of large values, each stored once under its hash. A caller that deletes values without
 * references must keep the values used within the last hour, because the rows that refer to them
 * may not have been written yet.
 */
public interface Blobs extends BlobReader {
  /** Makes blobs durable before the transaction whose rows refer to them. */
  void keep(Collection<Blob> blobs) throws IOException;

  /** Makes blobs durable within the transaction whose rows refer to them. */
  void keep(WriteConnection session, Collection<Blob> blobs) throws SQLException;

  /** Passes the hashes of all blobs last used before a time to a consumer, in parts. */
  void unusedSince(Instant time, Consumer<List<String>> parts);

  /** Passes the hashes of all blobs to a consumer, in parts; changes nothing. */
  void all(Consumer<List<String>> parts);

  /**
   * Deletes each blob that has not been used since a time, and returns the number of deleted blobs.
   */
  int drop(Connection connection, Collection<String> hashes, Instant unusedSince)
      throws SQLException;

  /** Returns whether a blob exists and has its size; its content is not compared. */
  boolean has(BlobRef ref);

  /** Returns the bytes of a blob; empty if it does not exist. They may not match the hash. */
  Optional<byte[]> bytes(String hash);
}
