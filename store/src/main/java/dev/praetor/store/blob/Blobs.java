package dev.praetor.store.blob;

import dev.praetor.store.db.WriteConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Values of some size, each kept once by its hash. Who drops those that no row refers to must leave
 * the ones used within the last hour: their rows may not have been written yet.
 */
public interface Blobs {
  /** Makes them last, before a transaction whose rows refer to them. */
  void keep(Collection<Blob> blobs) throws IOException;

  /** The same within that transaction. */
  void keep(WriteConnection session, Collection<Blob> blobs) throws SQLException;

  /** Hands over the hashes of those that were last used before a time, in parts. */
  void unusedSince(Instant time, Consumer<List<String>> parts);

  /** Drops those that have not been used since a time after all; how many they were. */
  int drop(Connection connection, Collection<String> hashes, Instant unusedSince)
      throws SQLException;

  /** The text of one; nothing if it is gone, or is not what its hash says. */
  Optional<String> read(String hash);
}
