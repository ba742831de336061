package dev.praetor.store.cache;

import dev.praetor.engine.cache.CacheStore;
import dev.praetor.store.model.StoreFailed;

/**
 * The entries of a cache, whose values are JSON. An entry is found by runs of the project of the
 * run that made it. Codecs of requests are not used. Thread-safe.
 */
public interface CacheEntries {
  /** The result of a lookup. */
  sealed interface Found {
    /**
     * An entry that may be used.
     *
     * @param json the value
     * @param by the task run that made it, and when
     */
    record Entry(String json, String by) implements Found {}

    /** No entry may be used, for a reason. */
    record Nothing(String why) implements Found {}
  }

  /** Takes the exclusive right to compute a key, if the request is exclusive; waits for it. */
  CacheStore.Claim claim(CacheStore.Request request) throws InterruptedException;

  /** Looks for an entry; a failure to read counts as a reason why there is none. */
  Found find(CacheStore.Request request);

  /**
   * Stores a value, which is durable when this method returns.
   *
   * @throws StoreFailed if it cannot be stored
   */
  void put(CacheStore.Request request, String json, String taskRun);
}
