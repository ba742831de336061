package dev.praetor.store.query.condition;

import java.util.Set;

/** A field of an entity, by which entities are selected and ordered. */
public sealed interface Field
    permits RunField,
        TaskRunField,
        FlowField,
        FlowVersionField,
        ScheduleField,
        LogField,
        WorkerField,
        EventField,
        KeyField,
        ProjectField,
        UserField,
        AuditField,
        SecretField,
        VariableField {
  /** Returns the kind of entity that has the field. */
  Entity entity();

  FieldType type();

  /** Returns whether some entities do not have the field. */
  default boolean isOptional() {
    return false;
  }

  /** Returns the name of the field: the name of the constant. */
  String name();

  /** Returns the operators that the field takes. */
  default Set<Operator> operators() {
    return type().operators();
  }

  /** Returns the name of the field as a member of an object: {@code parentTask}. */
  default String memberName() {
    return FieldNames.camelCase(name());
  }

  /** Returns the name of the field for people, as in {@code 'started' of a run}. */
  default String label() {
    return "'%s' of a %s".formatted(memberName(), entity().label());
  }
}
