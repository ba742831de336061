package dev.praetor.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The entries of a list that are asked for. Immutable; each {@code with…} method returns a changed
 * copy.
 *
 * @param where the condition that the entries meet
 * @param orderBy the fields by which they are ordered, the most important one first; empty for the
 *     order of the server
 * @param first the largest number of entries on a page, from 1 to 1,000
 * @param after the cursor after which the page begins; absent for the first page
 */
public record Listing(Filter where, List<Order> orderBy, int first, Optional<String> after) {
  private static final int DEFAULT = 50;

  /**
   * A field by which entries are ordered.
   *
   * @param descending true for the largest first
   */
  public record Order(String field, boolean descending) {}

  public Listing {
    orderBy = List.copyOf(orderBy);
  }

  /** Returns the listing of all entries, 50 on a page. */
  public static Listing all() {
    return new Listing(Filter.ALL, List.of(), DEFAULT, Optional.empty());
  }

  /** Returns the listing of the entries that meet a condition, 50 on a page. */
  public static Listing where(Filter condition) {
    return all().withWhere(condition);
  }

  /** Returns a copy with another condition. */
  public Listing withWhere(Filter condition) {
    return new Listing(condition, orderBy, first, after);
  }

  /** Returns a copy with an order of less importance than those it has. */
  public Listing orderedBy(String field) {
    return withOrder(new Order(field, false));
  }

  /** Returns a copy with a descending order of less importance than those it has. */
  public Listing orderedDownBy(String field) {
    return withOrder(new Order(field, true));
  }

  private Listing withOrder(Order last) {
    List<Order> all = new ArrayList<>(orderBy);
    all.add(last);
    return new Listing(where, all, first, after);
  }

  /** Returns a copy with another number of entries on a page. */
  public Listing withFirst(int most) {
    return new Listing(where, orderBy, most, after);
  }

  /** Returns a copy that begins after the entry with this cursor. */
  public Listing withAfter(String cursor) {
    return new Listing(where, orderBy, first, Optional.of(cursor));
  }

  /** Returns the variables of the request. */
  Map<String, Object> variables() {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("where", where.json());
    variables.put("first", first);
    after.ifPresent(cursor -> variables.put("after", cursor));
    if (!orderBy.isEmpty()) {
      variables.put(
          "orderBy",
          orderBy.stream()
              .map(order ->
                  Map.of("field", order.field(), "direction", order.descending() ? "desc" : "asc"))
              .toList());
    }
    return variables;
  }
}
