package dev.praetor.engine.cache;

import dev.praetor.RunId;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.secret.Masker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store of cached results. Thread-safe. */
public interface CacheStore {
  /** A cache that keeps nothing. */
  CacheStore NONE = new NoCache();

  /**
   * A request for a cached result.
   *
   * @param run the run that asks, which shares results with runs of its project only
   * @param scope the flow, the task and the type of its results, so that a miss can state what
   *     differs
   * @param key the complete key
   * @param inputs the hash of each input, so that a miss can state which input differs
   * @param longest the maximum age of an entry
   * @param exclusive true if only one task run computes the key at a time
   * @param codec the codec of the results
   */
  record Request(
      RunId run,
      String scope,
      String key,
      List<String> inputs,
      Optional<Duration> longest,
      boolean exclusive,
      ValueCodec codec) {
    public Request {
      inputs = List.copyOf(inputs);
    }
  }

  /** The result of a lookup. */
  sealed interface Lookup {
    record Hit(@Nullable Object value, String message) implements Lookup {}

    record Miss(String why) implements Lookup {}
  }

  /**
   * The exclusive right to compute a key while other task runs wait for it; closing releases the
   * right. No restriction if the request is not exclusive.
   */
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }

  Claim claim(Request request) throws InterruptedException;

  Lookup find(Request request);

  /**
   * The task run that made a result, in the run of the request.
   *
   * @param taskRun the path of the task run
   * @param masker the masker with the secrets that the run has read; a result that contains a
   *     secret is not kept
   */
  record Maker(String taskRun, Masker masker) {}

  /** Keeps a result. In a durable cache the result is durable when this method returns. */
  void put(Request request, @Nullable Object value, Maker by);
}
