package dev.praetor.server.graphql.filter;

import dev.praetor.StateType;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the filters of callers. A filter is an object whose members must all hold: comparisons of a
 * field, conditions on a related entity, or {@code _and}, {@code _or} and {@code _not}.
 */
public final class Filters {
  /** The operators by the names that they have in the schema. */
  public static final Map<String, Operator> OPERATORS = operators();

  private Filters() {}

  private static Map<String, Operator> operators() {
    Map<String, Operator> all = new LinkedHashMap<>();
    for (Operator operator : Operator.values()) {
      all.put(
          switch (operator) {
            case EQ -> "_eq";
            case NEQ -> "_neq";
            case GT -> "_gt";
            case GTE -> "_gte";
            case LT -> "_lt";
            case LTE -> "_lte";
            case IN -> "_in";
            case NOT_IN -> "_nin";
            case IS_NULL -> "_isNull";
            case LIKE -> "_like";
            case ILIKE -> "_ilike";
            case CONTAINS -> "_contains";
            case HAS_KEY -> "_hasKey";
          },
          operator);
    }
    return Map.copyOf(all);
  }

  /**
   * Returns the condition of a filter on an entity. It always holds if there is no filter.
   *
   * @throws RequestRefused if a member is null
   */
  public static Condition read(Entity entity, @Nullable Object filter) {
    return filter == null ? Condition.ALWAYS : all(entity, object(filter));
  }

  private static Condition all(Entity entity, Map<?, ?> filter) {
    List<Condition> all = new ArrayList<>();
    filter.forEach((key, value) -> all.add(member(entity, String.valueOf(key), value)));
    return new Condition.And(all);
  }

  private static Condition member(Entity entity, String name, @Nullable Object value) {
    if (value == null) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "'%s' of a filter of a %s is null; leave it out, or use _isNull"
              .formatted(name, entity.label()));
    }
    Relation relation = FieldNames.relations(entity).get(name);
    if (relation != null) {
      return new Condition.Has(relation, all(relation.to(), object(value)));
    }
    return switch (name) {
      case "_and" -> new Condition.And(each(entity, value));
      case "_or" -> new Condition.Or(each(entity, value));
      case "_not" -> new Condition.Not(all(entity, object(value)));
      default -> comparisons(Objects.requireNonNull(FieldNames.fields(entity).get(name)), value);
    };
  }

  private static List<Condition> each(Entity entity, Object filters) {
    return ((List<?>) filters)
        .stream().map(each -> all(entity, object(Objects.requireNonNull(each)))).toList();
  }

  private static Condition comparisons(Field field, Object value) {
    List<Condition> all = new ArrayList<>();
    object(value)
        .forEach((name, operand) ->
            all.add(
                new Condition.Compare(
                    field,
                    Objects.requireNonNull(OPERATORS.get(String.valueOf(name))),
                    typed(field, operand))));
    return new Condition.And(all);
  }

  /** Returns a value in the class that the store expects; any other value it refuses itself. */
  private static @Nullable Object typed(Field field, @Nullable Object value) {
    if (field.type() != FieldType.STATE) {
      return value;
    }
    return switch (value) {
      case String label -> StateType.ofLabel(label);
      case List<?> labels ->
          labels.stream().map(label -> StateType.ofLabel(String.valueOf(label))).toList();
      case null, default -> value;
    };
  }

  private static Map<?, ?> object(Object value) {
    return (Map<?, ?>) value;
  }
}
