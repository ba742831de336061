package dev.praetor.store.db;

import java.util.Optional;

/**
 * Watches over the files of a database that is open, which somebody may delete, replace or damage
 * meanwhile. Used by one thread at a time.
 */
public interface StoreGuard {
  /** The guard of a database whose files are the business of its server. */
  StoreGuard NONE = (_, _) -> Optional.empty();

  /**
   * Returns the damage that was found, with advice.
   *
   * @param ends true if a run has just ended, so that its history should be read back
   * @param rests true if this process has nothing to write, so that the search should cost nothing
   */
  Optional<String> damage(boolean ends, boolean rests);
}
