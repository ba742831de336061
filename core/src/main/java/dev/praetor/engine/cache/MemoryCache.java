package dev.praetor.engine.cache;

import dev.praetor.engine.Spans;
import dev.praetor.engine.codec.NotCarried;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A cache in memory, of at most 10,000 results. Thread-safe. */
public final class MemoryCache implements CacheStore {
  private static final int MOST = 10_000;
  private final InstantSource clock;
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();
  private final Map<String, Entry> latest = new ConcurrentHashMap<>();
  private final Map<String, Turns> claims = new ConcurrentHashMap<>();

  private record Entry(@Nullable Object value, Instant made, String by, List<String> inputs) {}

  /**
   * The claims on a key: one task run computes it, the others wait. {@code takers} changes only
   * within the map's atomic operations.
   */
  private static final class Turns {
    private final Semaphore one = new Semaphore(1);
    private int takers;
  }

  public MemoryCache(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Claim claim(Request request) throws InterruptedException {
    if (!request.exclusive()) {
      return () -> {};
    }
    Turns turns = enter(request.key());
    try {
      turns.one.acquire();
    } catch (InterruptedException e) {
      leave(request.key());
      throw e;
    }
    return () -> {
      turns.one.release();
      leave(request.key());
    };
  }

  private Turns enter(String key) {
    return claims.compute(
        key,
        (_, known) -> {
          Turns turns = known == null ? new Turns() : known;
          turns.takers++;
          return turns;
        });
  }

  private void leave(String key) {
    claims.computeIfPresent(key, (_, turns) -> --turns.takers == 0 ? null : turns);
  }

  /** Returns the number of keys that are claimed or waited for. */
  int claimed() {
    return claims.size();
  }

  @Override
  public Lookup find(Request request) {
    Entry entry = entries.get(request.key());
    if (entry == null) {
      return new Lookup.Miss(whyMissed(request));
    }
    Instant now = clock.instant();
    if (request.longest().isPresent()
        && Spans.after(entry.made(), request.longest().get()).isBefore(now)) {
      return new Lookup.Miss(
          "the entry of " + entry.by() + " made at " + entry.made() + " has expired");
    }
    return new Lookup.Hit(
        copy(request, entry),
        "the result of " + entry.by() + " made at " + entry.made() + " was reused");
  }

  /** Returns a value of the reader's own, so that the entry does not change with it. */
  private static @Nullable Object copy(Request request, Entry entry) {
    try {
      return request.codec().copy(entry.value());
    } catch (NotCarried e) {
      throw new IllegalStateException("a value that was kept cannot be copied", e);
    }
  }

  private String whyMissed(Request request) {
    Entry last = latest.get(request.scope());
    return last == null
        ? MissReason.nothingKept()
        : MissReason.otherInputs(request, last.inputs(), last.by());
  }

  @Override
  public void put(Request request, @Nullable Object value, Maker by) {
    if (CacheKeys.hasSecret(request.codec(), value, by.masker())) {
      // Another run, which does not know the secret, would write it unmasked.
      return;
    }
    if (entries.size() >= MOST) {
      entries.keySet().stream().findFirst().ifPresent(entries::remove);
    }
    String maker = by.taskRun() + " of run " + request.run();
    Entry entry = new Entry(value, clock.instant(), maker, request.inputs());
    entries.put(request.key(), entry);
    latest.put(request.scope(), entry);
  }
}
