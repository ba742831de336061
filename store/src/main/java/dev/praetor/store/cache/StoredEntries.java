package dev.praetor.store.cache;

import dev.praetor.engine.Spans;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.cache.MissReason;
import dev.praetor.store.db.Micros;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.WriteQueue;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The entries of the cache in a database. Thread-safe. */
public record StoredEntries(
    QueryRunner query, WriteQueue writes, CacheClaims claims, InstantSource clock)
    implements CacheEntries {
  private record Made(String value, CacheOrigin origin) {}

  private record Last(List<String> inputs, String by) {}

  @Override
  public CacheStore.Claim claim(CacheStore.Request request) throws InterruptedException {
    return request.exclusive() ? claims.take(request.run(), request.key()) : () -> {};
  }

  @Override
  public Found find(CacheStore.Request request) {
    try {
      ProjectKeys keys = ProjectKeys.of(query, request.run());
      return entry(keys.of(request.key()))
          .map(entry -> judge(entry, request))
          .orElseGet(() -> new Found.Nothing(whyMissed(request, keys.of(request.scope()))));
    } catch (StoreFailed e) {
      return new Found.Nothing("the cache could not be read: " + e.getMessage());
    }
  }

  private Found judge(Made entry, CacheStore.Request request) {
    String which = entry.origin().text();
    boolean hasExpired =
        request
            .longest()
            .filter(
                longest -> Spans.after(entry.origin().made(), longest).isBefore(clock.instant()))
            .isPresent();
    return hasExpired
        ? new Found.Nothing("the entry of " + which + " has expired")
        : new Found.Entry(entry.value(), which);
  }

  private Optional<Made> entry(String key) {
    return query
        .all(
            """
            SELECT value, made, run, task_run FROM cache_entry WHERE key = ?
            """,
            List.of(key),
            row ->
                new Made(
                    row.getString("value"),
                    new CacheOrigin(
                        row.getString("run"),
                        row.getString("task_run"),
                        Micros.of(row.getLong("made")))))
        .stream()
        .findFirst();
  }

  private String whyMissed(CacheStore.Request request, String scope) {
    return last(scope)
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
            List.of(scope),
            row ->
                new Last(
                    row.getString("inputs").lines().toList(),
                    row.getString("task_run") + " of run " + row.getString("run")))
        .stream()
        .findFirst();
  }

  @Override
  public void put(CacheStore.Request request, String json, String taskRun) {
    ProjectKeys keys = ProjectKeys.of(query, request.run());
    long made = Micros.micros(clock.instant());
    Long until =
        request
            .longest()
            .map(longest -> Spans.after(clock.instant(), longest))
            .filter(end -> end.isBefore(Spans.LAST))
            .map(Micros::micros)
            .orElse(null);
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
            keys.of(request.key()),
            keys.of(request.scope()),
            String.join("\n", request.inputs()),
            json,
            made,
            until,
            request.run().toString(),
            StorableText.plain(taskRun)));
  }
}
