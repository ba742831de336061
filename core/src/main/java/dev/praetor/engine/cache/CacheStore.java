package dev.praetor.engine.cache;

import dev.praetor.RunId;
import dev.praetor.engine.secret.Masker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where cached results are kept. Safe to use from any thread. */
public interface CacheStore {
  /** Keeps nothing. */
  CacheStore NONE = new NoCache();

  /**
   * What is looked for.
   *
   * @param scope names the task and its version, so that a miss can say what differed
   * @param key the whole key
   * @param inputs the hash of each input, to tell which one differed
   * @param longest how old an entry may be
   */
  record Request(
      String scope,
      String key,
      List<String> inputs,
      Optional<Duration> longest,
      boolean exclusive,
      java.lang.reflect.Type type) {
    public Request {
      inputs = List.copyOf(inputs);
    }
  }

  /** What was found. */
  sealed interface Lookup {
    record Hit(@Nullable Object value, String message) implements Lookup {}

    record Miss(String why) implements Lookup {}
  }

  /** The right to compute a key while others wait, where a request is exclusive. */
  interface Claim extends AutoCloseable {
    @Override
    void close();
  }

  Claim claim(Request request) throws InterruptedException;

  Lookup find(Request request);

  /**
   * Who made a result.
   *
   * @param taskRun its path in that run
   * @param masker knows the secrets the run has read; a result that has one in it is not kept
   */
  record Maker(RunId run, String taskRun, Masker masker) {
    @Override
    public String toString() {
      return taskRun + " of run " + run;
    }
  }

  /** Keeps a result. Where it is to outlast the process, it does so when this returns. */
  void put(Request request, @Nullable Object value, Maker by);
}
