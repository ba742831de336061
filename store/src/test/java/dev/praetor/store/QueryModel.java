package dev.praetor.store;

import dev.praetor.StateType;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.ScheduleField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.WorkerField;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A second computation of what queries select, in plain Java. */
final class QueryModel {
  private final Map<Entity, List<QueryThing>> things = new EnumMap<>(Entity.class);

  QueryModel(List<QueryThing> all) {
    for (Entity entity : Entity.values()) {
      things.put(entity, QueryThings.of(all, entity));
    }
  }

  /** Returns the entities that meet a condition, in a total order. */
  List<QueryThing> select(Entity entity, Condition where, List<Order> order) {
    return of(entity).stream()
        .filter(thing -> holds(where, thing))
        .sorted(comparator(order))
        .toList();
  }

  List<QueryThing> of(Entity entity) {
    return Objects.requireNonNull(things.get(entity));
  }

  private static Comparator<QueryThing> comparator(List<Order> order) {
    return (one, other) -> {
      for (Order each : order) {
        Object left = one.get(each.field());
        Object right = other.get(each.field());
        int compared =
            left == null || right == null
                ? Boolean.compare(left == null, right == null)
                : compare(left, right) * (each.descending() ? -1 : 1);
        if (compared != 0) {
          return compared;
        }
      }
      return 0;
    };
  }

  @SuppressWarnings("unchecked")
  static int compare(Object left, Object right) {
    return switch (left) {
      case String text -> Arrays.compareUnsigned(utf8(text), utf8((String) right));
      case StateType state -> state.label().compareTo(((StateType) right).label());
      default -> ((Comparable<Object>) left).compareTo(right);
    };
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  boolean holds(Condition condition, QueryThing thing) {
    return switch (condition) {
      case Condition.And and -> and.all().stream().allMatch(each -> holds(each, thing));
      case Condition.Or or -> or.any().stream().anyMatch(each -> holds(each, thing));
      case Condition.Not not -> !holds(not.not(), thing);
      case Condition.Compare compare ->
          holds(compare, thing.get(compare.field()), Objects.requireNonNull(compare.value()));
      case Condition.Has has ->
          of(has.relation().to()).stream()
              .anyMatch(other -> related(has.relation(), thing, other) && holds(has.of(), other));
    };
  }

  private static boolean holds(Condition.Compare compare, @Nullable Object own, Object value) {
    return switch (compare.operator()) {
      case IS_NULL -> (own == null) == (Boolean) value;
      case EQ -> own != null && own.equals(value);
      case NEQ -> own != null && !own.equals(value);
      case GT -> own != null && compare(own, value) > 0;
      case GTE -> own != null && compare(own, value) >= 0;
      case LT -> own != null && compare(own, value) < 0;
      case LTE -> own != null && compare(own, value) <= 0;
      case IN -> own != null && ((List<?>) value).contains(own);
      case NOT_IN -> own != null && !((List<?>) value).contains(own);
      case LIKE -> own != null && like((String) own, (String) value);
      case ILIKE -> own != null && like(lower((String) own), lower((String) value));
      case CONTAINS ->
          own != null
              && (compare.field().type() == FieldType.JSON
                  ? RandomJson.contains(own, value)
                  : ((Map<?, ?>) own).entrySet().containsAll(((Map<?, ?>) value).entrySet()));
      case HAS_KEY -> own instanceof Map<?, ?> members && members.containsKey(value);
    };
  }

  private static boolean like(String text, String pattern) {
    StringBuilder regex = new StringBuilder();
    boolean escaped = false;
    for (int c : pattern.codePoints().toArray()) {
      if (!escaped && c == '\\') {
        escaped = true;
        continue;
      }
      if (!escaped && c == '%') {
        regex.append(".*");
      } else if (!escaped && c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(Character.toString(c)));
      }
      escaped = false;
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
  }

  /** Returns a text in which the letters A to Z, and no others, are small ones. */
  private static String lower(String text) {
    StringBuilder lower = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
        lower.setCharAt(i, text.substring(i, i + 1).toLowerCase(Locale.ROOT).charAt(0));
      }
    }
    return lower.toString();
  }

  static boolean related(Relation relation, QueryThing from, QueryThing to) {
    return switch (relation) {
      case RUN_FLOW -> from.hasFlowOf(to);
      case RUN_VERSION -> from.has(RunField.VERSION, to, FlowVersionField.ID);
      case RUN_TASK_RUNS -> from.has(RunField.ID, to, TaskRunField.RUN);
      case RUN_PARENT -> from.has(RunField.PARENT, to, RunField.ID);
      case RUN_CHILDREN -> from.has(RunField.ID, to, RunField.PARENT);
      case RUN_RESTART_OF -> from.has(RunField.RESTART_OF, to, RunField.ID);
      case RUN_RESTARTS -> from.has(RunField.ID, to, RunField.RESTART_OF);
      case RUN_SCHEDULE ->
          from.has(RunField.FLOW, to, ScheduleField.ID)
              && Boolean.TRUE.equals(from.get(RunField.BY_SCHEDULE));
      case RUN_WORKER -> from.has(RunField.OWNER, to, WorkerField.ID);
      case WORKER_RUNS -> related(Relation.RUN_WORKER, to, from);
      case EVENT_FLOW -> from.hasFlowOf(to);
      case EVENT_RUN -> from.has(EventField.RUN_ID, to, RunField.ID);
      case EVENT_WORKER -> from.has(EventField.WORKER_ID, to, WorkerField.ID);
      case RUN_EVENTS -> related(Relation.EVENT_RUN, to, from);
      case RUN_LOGS -> from.has(RunField.ID, to, LogField.RUN);
      case TASK_RUN_RUN -> from.has(TaskRunField.RUN, to, RunField.ID);
      case TASK_RUN_LOGS -> related(Relation.LOG_TASK_RUN, to, from);
      case FLOW_RUNS -> from.hasFlowOf(to);
      case FLOW_VERSIONS -> from.hasFlowOf(to);
      case FLOW_SCHEDULE -> from.hasFlowOf(to);
      case FLOW_VERSION_FLOW -> from.hasFlowOf(to);
      case FLOW_VERSION_RUNS -> from.has(FlowVersionField.ID, to, RunField.VERSION);
      case SCHEDULE_FLOW -> from.hasFlowOf(to);
      case SCHEDULE_RUNS -> related(Relation.RUN_SCHEDULE, to, from);
      case LOG_RUN -> from.has(LogField.RUN, to, RunField.ID);
      case LOG_TASK_RUN ->
          from.has(LogField.RUN, to, TaskRunField.RUN)
              && from.has(LogField.NODE, to, TaskRunField.NODE)
              && from.has(LogField.INDEX, to, TaskRunField.INDEX);
    };
  }
}
