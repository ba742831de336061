package dev.praetor.store.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

  /**
   * Returns the entities of a page and of all pages after it.
   *
   * @param read reads a page
   */
  public static <T> List<T> andFollowing(PageRequest first, Function<PageRequest, Page<T>> read) {
    List<T> all = new ArrayList<>();
    PageRequest next = first;
    while (true) {
      Page<T> page = read.apply(next);
      all.addAll(page.nodes());
      if (!page.hasNextPage() || page.endCursor().isEmpty()) {
        return all;
      }
      next = next.withAfter(page.endCursor().get());
    }
  }

  /** Returns the page with other objects for its entities. */
  public <R> Page<R> withNodes(List<R> others) {
    return new Page<>(others, startCursor, endCursor, hasPreviousPage, hasNextPage);
  }
}
