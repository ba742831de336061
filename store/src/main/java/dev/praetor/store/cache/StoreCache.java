package dev.praetor.store.cache;

import dev.praetor.engine.Journal;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.StoreFailed;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cached results as JSON, shared by all processes that use the store. A cache only saves time, so a
 * failure to read from it counts as a miss. Thread-safe.
 */
public final class StoreCache implements CacheStore {
  private static final Logger LOG = LoggerFactory.getLogger(StoreCache.class);
  private static final long LARGEST = 64L << 20;
  private final CacheEntries entries;

  public StoreCache(CacheEntries entries) {
    this.entries = entries;
  }

  @Override
  public Claim claim(Request request) throws InterruptedException {
    // An existing result needs no claim, which would cost two commits.
    return !request.exclusive() || find(request) instanceof Lookup.Hit
        ? () -> {}
        : entries.claim(request);
  }

  @Override
  public Lookup find(Request request) {
    return switch (entries.find(request)) {
      case CacheEntries.Found.Entry entry -> {
        Object value = JsonValues.read(entry.json(), request.codec(), entry.by());
        yield new Lookup.Hit(value, CacheOrigin.message(entry.by()));
      }
      case CacheEntries.Found.Nothing nothing -> new Lookup.Miss(nothing.why());
    };
  }

  /** Thrown if a value cannot be cached; the message is the reason. */
  private static final class NotCached extends Exception {
    private static final long serialVersionUID = 1;

    NotCached(String why) {
      super(why);
    }
  }

  private static String json(Request request, @Nullable Object value, Maker by) throws NotCached {
    StoredValue kept;
    try {
      kept = JsonValues.write(request.codec(), value, by.masker(), LARGEST);
    } catch (Journal.TooLarge e) {
      throw new NotCached("it is " + e.getMessage());
    } catch (NotCarried e) {
      throw new NotCached(e.getMessage());
    }
    if (kept.note() != null) {
      throw new NotCached(kept.note());
    }
    if (kept.blob() != null) {
      return new String(kept.blob().bytes(), StandardCharsets.UTF_8);
    }
    return kept.json() == null ? "null" : kept.json();
  }

  /**
   * Stores a result, which is durable when this method returns. A store that is closed meanwhile
   * records neither the result nor the run.
   */
  @Override
  public void put(Request request, @Nullable Object value, Maker by) {
    try {
      entries.put(request, json(request, value, by), by.taskRun());
    } catch (NotCached e) {
      LOG.atInfo()
          .addKeyValue("run", request.run())
          .log("the result of {} is not cached: {}", by.taskRun(), e.getMessage());
    } catch (StoreFailed e) {
      LOG.atWarn().setCause(e).log("the result of {} is not cached", by.taskRun());
    }
  }
}
