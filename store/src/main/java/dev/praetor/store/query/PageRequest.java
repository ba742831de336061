package dev.praetor.store.query;

import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.Order;
import java.util.List;
import java.util.Optional;

/**
 * A request for a page of entities. Immutable; each {@code with…} method returns a changed copy.
 *
 * <p>A page has the first entities of a list after the cursor {@code after}, or the last ones
 * before the cursor {@code before}, or with both the first ones between them. Its entities are
 * always in the order of the list.
 *
 * @param where the condition that each entity on the page meets
 * @param orderBy the order; entities that are equal in it are ordered by their ids, so that pages
 *     leave nothing out. Empty for the default: the newest first.
 * @param first the largest number of entities on the page, from 1 to 1,000
 * @param after the end cursor of the page before; absent for the first page
 * @param before the start cursor of the page after; {@link #END} for the last page
 */
public record PageRequest(
    Condition where,
    List<Order> orderBy,
    int first,
    Optional<String> after,
    Optional<String> before) {
  /** The cursor behind the last entity of a list. */
  public static final String END = "";

  /** The largest number of entities on a page. */
  public static final int MOST = 1_000;

  private static final int DEFAULT = 50;

  public PageRequest {
    orderBy = List.copyOf(orderBy);
    if (first < 1 || first > MOST) {
      throw new InvalidQuery(
          "'first'", "a page has 1 to %,d entries, not %,d".formatted(MOST, first), "");
    }
  }

  /** Returns a request for the first page of 50 entities that meet a condition. */
  public static PageRequest where(Condition where) {
    return new PageRequest(where, List.of(), DEFAULT, Optional.empty(), Optional.empty());
  }

  public static PageRequest all() {
    return where(Condition.ALWAYS);
  }

  public PageRequest withOrder(Order... orders) {
    return new PageRequest(where, List.of(orders), first, after, before);
  }

  public PageRequest withFirst(int most) {
    return new PageRequest(where, orderBy, most, after, before);
  }

  public PageRequest withAfter(String cursor) {
    return new PageRequest(where, orderBy, first, Optional.of(cursor), before);
  }

  public PageRequest withBefore(String cursor) {
    return new PageRequest(where, orderBy, first, after, Optional.of(cursor));
  }

  /** Returns whether the page has the last entities before its cursor. */
  boolean isBackwards() {
    return before.isPresent() && after.isEmpty();
  }
}
