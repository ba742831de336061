package dev.praetor.store;

import dev.praetor.store.query.condition.AuditField;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.KeyField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.ProjectField;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.ScheduleField;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.UserField;
import dev.praetor.store.query.condition.VariableField;
import dev.praetor.store.query.condition.WorkerField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Random conditions and orders, with values that occur in some entities. */
record RandomQueries(SplittableRandom random, QueryModel model) {
  static List<Field> fields(Entity entity) {
    return switch (entity) {
      case RUN -> List.of(RunField.values());
      case TASK_RUN -> List.of(TaskRunField.values());
      case FLOW -> List.of(FlowField.values());
      case FLOW_VERSION -> List.of(FlowVersionField.values());
      case SCHEDULE -> List.of(ScheduleField.values());
      case LOG -> List.of(LogField.values());
      case WORKER -> List.of(WorkerField.values());
      case EVENT -> List.of(EventField.values());
      case KEY -> List.of(KeyField.values());
      case PROJECT -> List.of(ProjectField.values());
      case USER -> List.of(UserField.values());
      case AUDIT -> List.of(AuditField.values());
      case SECRET -> List.of(SecretField.values());
      case VARIABLE -> List.of(VariableField.values());
    };
  }

  static List<Field> key(Entity entity) {
    return switch (entity) {
      case RUN -> List.of(RunField.ID);
      case TASK_RUN -> List.of(TaskRunField.RUN, TaskRunField.NODE, TaskRunField.INDEX);
      case FLOW -> List.of(FlowField.NAME, FlowField.PROJECT);
      case FLOW_VERSION -> List.of(FlowVersionField.ID);
      case SCHEDULE -> List.of(ScheduleField.ID);
      case LOG -> List.of(LogField.RUN, LogField.ID);
      case WORKER -> List.of(WorkerField.ID);
      case EVENT -> List.of(EventField.ID);
      case KEY -> List.of(KeyField.ID);
      case PROJECT -> List.of(ProjectField.NAME);
      case USER -> List.of(UserField.ID);
      case AUDIT -> List.of(AuditField.SEQUENCE);
      case SECRET -> List.of(SecretField.PROJECT, SecretField.NAME);
      case VARIABLE -> List.of(VariableField.PROJECT, VariableField.NAME);
    };
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  Condition condition(Entity entity, int depth) {
    int kind = depth == 0 ? 9 : random.nextInt(12);
    return switch (kind) {
      case 0, 1 -> new Condition.And(conditions(entity, depth));
      case 2, 3 -> new Condition.Or(conditions(entity, depth));
      case 4, 5 -> Condition.not(condition(entity, depth - 1));
      case 6, 7, 8 -> {
        List<Relation> from =
            Arrays.stream(Relation.values()).filter(each -> each.from() == entity).toList();
        if (from.isEmpty()) {
          yield condition(entity, 0);
        }
        Relation relation = any(from);
        yield new Condition.Has(relation, condition(relation.to(), depth - 1));
      }
      default -> {
        Field field = any(fields(entity));
        yield comparison(field, any(List.copyOf(field.operators())));
      }
    };
  }

  private List<Condition> conditions(Entity entity, int depth) {
    return Stream.generate(() -> condition(entity, depth - 1)).limit(random.nextInt(4)).toList();
  }

  Condition.Compare comparison(Field field, Operator operator) {
    Object value =
        switch (operator) {
          case EQ, NEQ, GT, GTE, LT, LTE -> value(field);
          case IN, NOT_IN -> Stream.generate(() -> value(field)).limit(random.nextInt(4)).toList();
          case IS_NULL -> random.nextBoolean();
          case LIKE, ILIKE -> pattern((String) value(field));
          case CONTAINS ->
              field.type() == FieldType.JSON ? json().presentPart(value(field)) : value(field);
          case HAS_KEY ->
              field.type() == FieldType.JSON
                  ? any(RandomJson.NAMES)
                  : any(List.of("team", "Team", "te_m", "none"));
        };
    return new Condition.Compare(field, operator, value);
  }

  private RandomJson json() {
    return new RandomJson(random);
  }

  /** Returns a value that the field has in some entity. */
  private Object value(Field field) {
    List<Object> present =
        model.of(field.entity()).stream()
            .map(thing -> thing.get(field))
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    return field.type().value() == Map.class && random.nextBoolean()
        ? Map.of("team", "red")
        : any(present);
  }

  private String pattern(String text) {
    StringBuilder pattern = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      switch (random.nextInt(5)) {
        case 0 -> pattern.append('%');
        case 1 -> pattern.append('_');
        case 2 -> pattern.append('\\').appendCodePoint(c);
        case 3 -> pattern.appendCodePoint(Character.toUpperCase(c));
        default -> pattern.append(c == '\\' ? "\\\\" : Character.toString(c));
      }
    }
    if (pattern.toString().endsWith("\\") && !pattern.toString().endsWith("\\\\")) {
      pattern.append('\\');
    }
    return pattern.toString();
  }

  /** Returns a random order, in which entities may be equal; empty for the default. */
  List<Order> order(Entity entity) {
    List<Order> order = new ArrayList<>();
    Set<Field> used = new HashSet<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      Field field = any(fields(entity));
      if (field.type().isOrderable() && used.add(field)) {
        order.add(new Order(field, random.nextBoolean()));
      }
    }
    return order;
  }

  /** Returns an order with the fields that make it a total one. */
  static List<Order> total(Entity entity, List<Order> order) {
    List<Order> total = new ArrayList<>(order.isEmpty() ? byDefault(entity) : order);
    boolean descending = total.getLast().descending();
    for (Field field : key(entity)) {
      if (total.stream().noneMatch(each -> each.field() == field)) {
        total.add(new Order(field, descending));
      }
    }
    return total;
  }

  private static List<Order> byDefault(Entity entity) {
    return switch (entity) {
      case RUN -> List.of(Order.descending(RunField.CREATED));
      case TASK_RUN -> List.of(Order.descending(TaskRunField.RUN));
      case FLOW -> List.of(Order.ascending(FlowField.NAME));
      case FLOW_VERSION -> List.of(Order.descending(FlowVersionField.CREATED));
      case SCHEDULE -> List.of(Order.ascending(ScheduleField.ID));
      case LOG -> List.of(Order.descending(LogField.RUN));
      case WORKER -> List.of(Order.descending(WorkerField.STARTED));
      case EVENT -> List.of(Order.descending(EventField.TIME));
      case KEY -> List.of(Order.descending(KeyField.CREATED));
      case PROJECT -> List.of(Order.ascending(ProjectField.NAME));
      case USER -> List.of(Order.ascending(UserField.NAME));
      case AUDIT -> List.of(Order.descending(AuditField.TIME));
      case SECRET -> List.of(Order.ascending(SecretField.PROJECT));
      case VARIABLE -> List.of(Order.ascending(VariableField.PROJECT));
    };
  }
}
