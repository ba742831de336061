package dev.praetor.store.query;

import java.util.List;
import java.util.Optional;

/**
 * A page of entities.
 *
 * @param startCursor the cursor of the first entity, before which the previous page ends; absent if
 *     the page is empty
 * @param endCursor the cursor of the last entity, after which the next page begins; absent if the
 *     page is empty
 * @param hasPreviousPage true if entities precede; of a page after a cursor this is assumed
 * @param hasNextPage true if entities follow; of a page before a cursor this is assumed
 */
public record Page<T>(
    List<T> nodes,
    Optional<String> startCursor,
    Optional<String> endCursor,
    boolean hasPreviousPage,
    boolean hasNextPage) {
  public Page {
    nodes = List.copyOf(nodes);
  }

  /** Returns a page without entities. */
  public static <T> Page<T> empty() {
    return new Page<>(List.of(), Optional.empty(), Optional.empty(), false, false);
  }

  /** Returns the page with other objects for its entities. */
  public <R> Page<R> withNodes(List<R> others) {
    return new Page<>(others, startCursor, endCursor, hasPreviousPage, hasNextPage);
  }
}
