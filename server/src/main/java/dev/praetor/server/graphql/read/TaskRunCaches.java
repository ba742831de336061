package dev.praetor.server.graphql.read;

import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.store.cache.CacheOrigin;
import dev.praetor.store.cache.CachedResults;
import dev.praetor.store.query.row.TaskRunRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The code for the part that the cache had in task runs, which is read for many at once. */
record TaskRunCaches(CachedResults results) {
  /**
   * The part that the cache had in a task run.
   *
   * @param reused true if the result came from the cache, false if it went into it
   * @param place the entry of the cache; absent if it is gone or has another result now
   */
  record Part(boolean reused, CacheOrigin origin, Optional<CachedResults.Place> place) {}

  /** Returns the part of the cache for each task run in which it had one. */
  Map<TaskRunRow, Part> of(Collection<TaskRunRow> rows) {
    Map<TaskRunRow, CachedResults.Maker> makers = new HashMap<>();
    Map<TaskRunRow, CacheOrigin> reused = new HashMap<>();
    for (TaskRunRow row : rows) {
      if (row.state() == StateType.SUCCESS) {
        String path = TaskPath.text(row.id().node(), row.id().index());
        makers.put(row, new CachedResults.Maker(row.id().run().toString(), path));
      } else if (row.state() == StateType.CACHED) {
        CacheOrigin.ofMessage(row.status().message())
            .ifPresent(origin -> {
              reused.put(row, origin);
              makers.put(row, new CachedResults.Maker(origin.run(), origin.taskRun()));
            });
      }
    }
    Map<CachedResults.Maker, CachedResults.Place> found = results.madeBy(makers.values());
    Map<TaskRunRow, Part> parts = new HashMap<>();
    makers.forEach((row, maker) -> {
      Optional<CachedResults.Place> place = Optional.ofNullable(found.get(maker));
      CacheOrigin origin = reused.get(row);
      if (origin != null) {
        parts.put(
            row,
            new Part(
                true, origin, place.filter(each -> each.origin().made().equals(origin.made()))));
      } else {
        place.ifPresent(each -> parts.put(row, new Part(false, each.origin(), place)));
      }
    });
    return parts;
  }
}
