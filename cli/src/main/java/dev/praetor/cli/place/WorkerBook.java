package dev.praetor.cli.place;

import dev.praetor.store.worker.StoredPool;
import java.util.List;
import java.util.Optional;

/** The workers of a place, and their pools. */
public interface WorkerBook extends AutoCloseable {
  /** Returns workers, the last that started first; with {@code all} also ended workers. */
  List<KnownWorker> list(boolean all, int most);

  /** Returns the workers of a name. */
  List<KnownWorker> named(String name);

  /** Returns the workers whose ids begin with a prefix. */
  List<KnownWorker> findByPrefix(String idPrefix);

  /** Ends a worker, and returns it as it is now. */
  KnownWorker drain(KnownWorker worker);

  /** Deletes a worker that has ended. */
  void delete(String id);

  /** Returns all pools. */
  List<StoredPool> pools();

  /** Pauses a pool, and returns it. */
  StoredPool pause(String pool, String why);

  /** Resumes a pool, and returns it. */
  StoredPool resume(String pool);

  /** Sets the limit of a pool or takes it away, and returns the pool. */
  StoredPool limit(String pool, Optional<Integer> most);

  @Override
  void close();
}
