package dev.praetor.store.query.aggregate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group of entities.
 *
 * @param key what the entities have in common, by the names of {@link GroupBy#member()}: texts,
 *     numbers and booleans, and null where they have nothing
 * @param count the number of entities
 * @param stats the statistics that were wanted
 */
public record Group(Map<String, @Nullable Object> key, long count, Map<Measure, Stats> stats) {
  // Spelt out, as compact constructors lose the annotations of their types.
  public Group(Map<String, @Nullable Object> key, long count, Map<Measure, Stats> stats) {
    this.key = Collections.unmodifiableMap(new LinkedHashMap<>(key));
    this.count = count;
    this.stats = Map.copyOf(stats);
  }
}
