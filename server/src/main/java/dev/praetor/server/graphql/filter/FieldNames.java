package dev.praetor.server.graphql.filter;

import dev.praetor.store.query.condition.AuditField;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.KeyField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.ProjectField;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.ScheduleField;
import dev.praetor.store.query.condition.SecretField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.UserField;
import dev.praetor.store.query.condition.VariableField;
import dev.praetor.store.query.condition.WorkerField;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names that fields and relations of the store have in the schema. */
public final class FieldNames {
  private static final Map<Entity, Map<String, Field>> FIELDS = new EnumMap<>(Entity.class);
  private static final Map<Entity, Map<String, Relation>> RELATIONS = new EnumMap<>(Entity.class);

  static {
    for (Entity entity : Entity.values()) {
      Map<String, Field> fields = new LinkedHashMap<>();
      fieldsOf(entity).forEach(field -> fields.put(field.memberName(), field));
      FIELDS.put(entity, fields);
      Map<String, Relation> relations = new LinkedHashMap<>();
      Arrays.stream(Relation.values())
          .filter(relation -> relation.from() == entity)
          .forEach(relation -> relations.put(relation.memberName(), relation));
      RELATIONS.put(entity, relations);
    }
  }

  private FieldNames() {}

  private static List<? extends Field> fieldsOf(Entity entity) {
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

  /** Returns the fields of an entity by their names. */
  public static Map<String, Field> fields(Entity entity) {
    return FIELDS.getOrDefault(entity, Map.of());
  }

  /** Returns the relations of an entity by their names. */
  public static Map<String, Relation> relations(Entity entity) {
    return RELATIONS.getOrDefault(entity, Map.of());
  }
}
