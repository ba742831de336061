package dev.praetor.store.query;

import java.util.List;
import java.util.Optional;

/**
 * A page of entities.
 *
 * @param endCursor the cursor of the last entity, after which the next page begins; absent if the
 *     page is empty
 * @param hasNextPage true if at least one entity follows
 */
public record Page<T>(List<T> nodes, Optional<String> endCursor, boolean hasNextPage) {
  public Page {
    nodes = List.copyOf(nodes);
  }

  /** Returns a page without entities. */
  public static <T> Page<T> empty() {
    return new Page<>(List.of(), Optional.empty(), false);
  }
}
