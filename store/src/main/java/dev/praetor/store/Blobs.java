package dev.praetor.store;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * Values of some size, each kept once by its hash. Who drops those that no row refers to must leave
 * the ones used within the last hour: their rows may not have been written yet.
 */
interface Blobs {
  /** Makes them last, before a transaction whose rows refer to them. */
  void keep(Collection<Blob> blobs) throws IOException;

  /** The same within that transaction. */
  void keep(Session session, Collection<Blob> blobs) throws SQLException;

  /** The text of one; nothing if it is gone, or is not what its hash says. */
  Optional<String> read(String hash);
}
