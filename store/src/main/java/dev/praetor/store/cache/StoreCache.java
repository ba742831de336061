package dev.praetor.store.cache;

import dev.praetor.engine.Journal;
import dev.praetor.engine.Spans;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.cache.MissReason;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.store.db.IndexKey;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
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
  private final QueryRunner query;
  private final WriteQueue writes;
  private final CacheClaims claims;
  private final InstantSource clock;

  public StoreCache(QueryRunner query, WriteQueue writes, CacheClaims claims, InstantSource clock) {
    this.query = query;
    this.writes = writes;
    this.claims = claims;
    this.clock = clock;
  }

  private record Entry(String value, Instant made, String by) {}

  private record Last(List<String> inputs, String by) {}

  @Override
  public Claim claim(Request request) throws InterruptedException {
    // An existing result needs no claim, which would cost two commits.
    return !request.exclusive() || find(request) instanceof Lookup.Hit
        ? () -> {}
        : claims.take(request.key());
  }

  @Override
  public Lookup find(Request request) {
    try {
      return entry(request.key())
          .map(entry -> judge(entry, request))
          .orElseGet(() -> new Lookup.Miss(whyMissed(request)));
    } catch (StoreFailed e) {
      return new Lookup.Miss("the cache could not be read: " + e.getMessage());
    }
  }

  private Lookup judge(Entry entry, Request request) {
    String which = entry.by() + " made at " + entry.made();
    if (request
        .longest()
        .filter(longest -> Spans.after(entry.made(), longest).isBefore(clock.instant()))
        .isPresent()) {
      return new Lookup.Miss("the entry of " + which + " has expired");
    }
    Object value = JsonValues.read(entry.value(), request.codec(), entry.by());
    return new Lookup.Hit(value, "the result of " + which + " was reused");
  }

  private Optional<Entry> entry(String key) {
    return query
        .all(
            """
            SELECT value, made, run, task_run FROM cache_entry WHERE key = ?
            """,
            List.of(IndexKey.of(key)),
            row ->
                new Entry(
                    row.getString("value"),
                    Micros.of(row.getLong("made")),
                    row.getString("task_run") + " of run " + row.getString("run")))
        .stream()
        .findFirst();
  }

  private String whyMissed(Request request) {
    return last(request.scope())
        .map(last -> MissReason.otherInputs(request, last.inputs(), last.by()))
        .orElseGet(MissReason::nothingKept);
  }

  private Optional<Last> last(String scope) {
    return query
        .all(
            """
            SELECT inputs, run, task_run FROM cache_entry
            WHERE scope = ? ORDER BY made DESC LIMIT 1
            """,
            List.of(IndexKey.of(scope)),
            row ->
                new Last(
                    row.getString("inputs").lines().toList(),
                    row.getString("task_run") + " of run " + row.getString("run")))
        .stream()
        .findFirst();
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
    String json;
    try {
      json = json(request, value, by);
    } catch (NotCached e) {
      LOG.atInfo()
          .addKeyValue("run", by.run())
          .log("the result of {} is not cached: {}", by.taskRun(), e.getMessage());
      return;
    }
    long made = Micros.micros(clock.instant());
    Long until =
        request
            .longest()
            .map(longest -> Spans.after(clock.instant(), longest))
            .filter(end -> end.isBefore(Spans.LAST))
            .map(Micros::micros)
            .orElse(null);
    try {
      writes.now(connection ->
          Sql.update(
              connection,
              """
              INSERT INTO cache_entry (key, scope, inputs, value, made, until, run, task_run)
              VALUES (?, ?, ?, ?, ?, ?, ?, ?)
              ON CONFLICT (key) DO UPDATE SET
                inputs = excluded.inputs, value = excluded.value, made = excluded.made,
                until = excluded.until, run = excluded.run, task_run = excluded.task_run
              """,
              IndexKey.of(request.key()),
              IndexKey.of(request.scope()),
              String.join("\n", request.inputs()),
              json,
              made,
              until,
              by.run().toString(),
              StorableText.plain(by.taskRun())));
    } catch (StoreFailed e) {
      LOG.atWarn().setCause(e).log("the result of {} is not cached", by.taskRun());
    }
  }
}
