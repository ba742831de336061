package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.And;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Condition.Has;
import dev.praetor.store.query.condition.Condition.Not;
import dev.praetor.store.query.condition.Condition.Or;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.InvalidQuery;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a query makes sense before it becomes SQL. Limits keep statements within what both
 * databases take.
 */
public final class QueryCheck {
  private static final int DEEPEST = 20;
  private static final int MOST_COMPARISONS = 200;
  private static final int LONGEST_LIST = 1_000;
  private static final int MOST_VALUES = 20_000;
  private static final int MOST_ORDERS = 8;
  private int comparisons;
  private int values;

  private QueryCheck() {}

  /**
   * Checks a condition on an entity.
   *
   * @throws InvalidQuery if it makes no sense, or is too large
   */
  public static void check(Entity entity, Condition condition) {
    new QueryCheck().check(entity, condition, 1);
  }

  /**
   * Checks an order of entities.
   *
   * @throws InvalidQuery if it makes no sense, or is too large
   */
  public static void check(Entity entity, List<Order> orders) {
    if (orders.size() > MOST_ORDERS) {
      throw tooLarge(
          "an order has at most %d fields, not %d".formatted(MOST_ORDERS, orders.size()));
    }
    for (Order order : orders) {
      requireOf(entity, order.field());
      if (!order.field().type().isOrderable()) {
        throw new InvalidQuery(
            order.field().label(), "%s has no order".formatted(order.field().label()), "");
      }
    }
  }

  private void check(Entity entity, Condition condition, int depth) {
    if (depth > DEEPEST) {
      throw tooLarge("a condition has at most %d levels".formatted(DEEPEST));
    }
    switch (condition) {
      case And and -> and.all().forEach(each -> check(entity, each, depth + 1));
      case Or or -> or.any().forEach(each -> check(entity, each, depth + 1));
      case Not not -> check(entity, not.not(), depth + 1);
      case Compare compare -> compare(entity, compare);
      case Has has -> {
        if (has.relation().from() != entity) {
          throw new InvalidQuery(
              "the relation " + has.relation(),
              "the relation %s leads from a %s, not from a %s"
                  .formatted(has.relation(), has.relation().from().label(), entity.label()),
              "");
        }
        check(has.relation().to(), has.of(), depth + 1);
      }
    }
  }

  private void compare(Entity entity, Compare compare) {
    add(1);
    requireOf(entity, compare.field());
    if (!compare.field().operators().contains(compare.operator())) {
      throw new InvalidQuery(
          compare.field().label(),
          "%s cannot be compared with %s".formatted(compare.field().label(), compare.operator()),
          "use one of "
              + compare.field().operators().stream()
                  .map(Operator::name)
                  .collect(Collectors.joining(", ")));
    }
    switch (compare.operator()) {
      case EQ, NEQ, GT, GTE, LT, LTE ->
          require(compare.field().type().value(), compare.value(), compare);
      case LIKE, ILIKE -> {
        require(String.class, compare.value(), compare);
        Values.pattern(compare);
      }
      case HAS_KEY -> require(String.class, compare.value(), compare);
      case IS_NULL -> require(Boolean.class, compare.value(), compare);
      case IN, NOT_IN -> list(compare);
      case CONTAINS -> {
        if (compare.field().type() == FieldType.JSON) {
          require(Object.class, compare.value(), compare);
          add(JsonPart.check(compare));
        } else {
          labels(compare);
        }
      }
    }
  }

  private void add(int more) {
    comparisons += more;
    if (comparisons > MOST_COMPARISONS) {
      throw tooLarge("a condition has at most %d comparisons".formatted(MOST_COMPARISONS));
    }
  }

  private void list(Compare compare) {
    require(List.class, compare.value(), compare);
    List<?> list = compare.value() instanceof List<?> given ? given : List.of();
    if (list.size() > LONGEST_LIST) {
      throw tooLarge(
          "a list for %s has at most %,d values, not %,d"
              .formatted(compare.field().label(), LONGEST_LIST, list.size()));
    }
    values += list.size();
    if (values > MOST_VALUES) {
      throw tooLarge("a condition has at most %,d values in its lists".formatted(MOST_VALUES));
    }
    list.forEach(each -> require(compare.field().type().value(), each, compare));
  }

  private void labels(Compare compare) {
    require(Map.class, compare.value(), compare);
    Map<?, ?> labels = compare.value() instanceof Map<?, ?> map ? map : Map.of();
    add(labels.size());
    labels.forEach((name, value) -> {
      require(String.class, name, compare);
      require(String.class, value, compare);
    });
  }

  private static void require(Class<?> type, @Nullable Object value, Compare compare) {
    if (!type.isInstance(value)) {
      throw new InvalidQuery(
          compare.field().label(),
          "%s with %s takes a value of type %s, not %s"
              .formatted(
                  compare.field().label(),
                  compare.operator(),
                  type.getSimpleName(),
                  value == null ? "null" : "a " + value.getClass().getSimpleName()),
          "");
    }
  }

  private static void requireOf(Entity entity, Field field) {
    if (field.entity() != entity) {
      throw new InvalidQuery(
          field.label(), "%s is not a field of a %s".formatted(field.label(), entity.label()), "");
    }
  }

  private static InvalidQuery tooLarge(String problem) {
    return new InvalidQuery("the query", problem, "ask for less at once");
  }
}
