package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.Order;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An order in which no two entities are equal: an order by some fields, and then by the fields that
 * identify an entity, in the direction of the last one.
 */
public record TotalOrder(Entity entity, List<Order> orders) {
  public TotalOrder {
    orders = List.copyOf(orders);
  }

  /**
   * Returns the order of a list.
   *
   * @param requested the requested order; empty for the default
   * @throws InvalidQuery if it makes no sense
   */
  public static TotalOrder of(Entity entity, List<Order> requested) {
    return of(entity, requested, Tables.defaultOrder(entity));
  }

  public static TotalOrder of(Entity entity, List<Order> requested, List<Order> byDefault) {
    QueryCheck.check(entity, requested);
    List<Order> all = new ArrayList<>();
    Set<Field> seen = new HashSet<>();
    for (Order order : requested.isEmpty() ? byDefault : requested) {
      if (seen.add(order.field())) {
        all.add(order);
      }
    }
    boolean descending = all.getLast().descending();
    for (Field field : Tables.key(entity)) {
      if (seen.add(field)) {
        all.add(new Order(field, descending));
      }
    }
    return new TotalOrder(entity, all);
  }

  /** Returns a text that is the same for equal orders only. */
  public String signature() {
    return orders.stream()
        .map(order -> order.field().name() + (order.descending() ? "-" : "+"))
        .collect(Collectors.joining(" ", entity.name() + " ", ""));
  }
}
