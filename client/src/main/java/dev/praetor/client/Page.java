package dev.praetor.client;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list. Immutable.
 *
 * @param endCursor the place of the last entry, which the next page is asked {@code after}; absent
 *     if the page is empty
 * @param hasNextPage true if more entries follow
 */
public record Page<T>(List<T> nodes, Optional<String> endCursor, boolean hasNextPage) {
  public Page {
    nodes = List.copyOf(nodes);
  }
}
