package dev.praetor.server.runners;

import dev.praetor.RunId;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.store.cache.CacheClaims;
import dev.praetor.store.cache.CacheEntries;
import dev.praetor.store.wire.Fields;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/** The cached results for a runner, and the keys that its task runs compute alone. Thread-safe. */
final class RunnerCache {
  private static final long LONGEST = Duration.ofDays(365_000).toMillis();

  /** Stands for the codec of a request, which is not used for texts. */
  private static final ValueCodec TEXTS = ValueCodec.ofFormat(String::valueOf, text -> text);

  private final CacheEntries entries;
  private final CacheClaims keys;
  private final Map<String, CompletableFuture<CacheStore.Claim>> claims = new ConcurrentHashMap<>();

  RunnerCache(CacheEntries entries, CacheClaims keys) {
    this.entries = entries;
    this.keys = keys;
  }

  /** Returns what is requested for a run, which the runner owns. */
  private static CacheStore.Request request(Fields from, RunId run) {
    return new CacheStore.Request(
        run,
        from.text("scope"),
        from.text("key"),
        from.names("inputs"),
        from.has("longest")
            ? Optional.of(Duration.ofMillis(from.number("longest", 0, LONGEST)))
            : Optional.empty(),
        from.flag("exclusive"),
        TEXTS);
  }

  ObjectNode find(Fields from, RunId run) {
    return switch (entries.find(request(from, run))) {
      case CacheEntries.Found.Entry entry ->
          RunnerNews.object().put("value", entry.json()).put("by", entry.by());
      case CacheEntries.Found.Nothing nothing -> RunnerNews.object().put("why", nothing.why());
    };
  }

  void put(Fields from, RunId run) {
    entries.put(request(from, run), from.json("value"), from.name("taskRun"));
  }

  /**
   * Waits at most for a time until the runner alone may compute a key; the runner asks again until
   * that is so.
   *
   * @param claim the id of the claim, which the runner chooses
   * @param run a run of the runner
   */
  boolean claim(String claim, Fields from, RunId run, Duration longest)
      throws InterruptedException {
    CacheStore.Request request = request(from, run);
    CompletableFuture<CacheStore.Claim> taken = claims.computeIfAbsent(claim, _ -> begin(request));
    try {
      taken.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      claims.remove(claim, taken);
      throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e);
    }
  }

  private CompletableFuture<CacheStore.Claim> begin(CacheStore.Request request) {
    CompletableFuture<CacheStore.Claim> taken = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("cache-claim")
        .start(() -> {
          try {
            CacheStore.Claim claim = entries.claim(request);
            if (!taken.complete(claim)) {
              claim.close();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException e) {
            taken.completeExceptionally(e);
          }
        });
    return taken;
  }

  /**
   * Takes up a claim that another server knew; does nothing if there is one of this id. A claim
   * that somebody else has taken meanwhile is lost, and its result is computed twice.
   */
  void takeUp(RunnerHello.HeldClaim known) {
    if (!claims.containsKey(known.claim())) {
      keys.takeUp(known.run(), known.key())
          .ifPresent(claim -> claims.put(known.claim(), CompletableFuture.completedFuture(claim)));
    }
  }

  /** Gives up a key, also one for which the runner still waits. */
  void release(String claim) {
    CompletableFuture<CacheStore.Claim> taken = claims.remove(claim);
    if (taken != null && !taken.cancel(false) && !taken.isCompletedExceptionally()) {
      taken.join().close();
    }
  }

  /** Gives up all keys. */
  void releaseAll() {
    claims.keySet().forEach(this::release);
  }

  /** Waits for nothing any more; what the runner has, the next server takes up. */
  void leave() {
    claims.values().forEach(taken -> taken.cancel(false));
  }
}
