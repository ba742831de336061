package dev.praetor.store;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.ProjectField;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.ScheduleField;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entity of a store that queries are tried on.
 *
 * @param values the values of its fields; absent for fields that it does not have
 */
record QueryThing(Entity entity, Map<Field, Object> values) {
  QueryThing {
    values = Collections.unmodifiableMap(new HashMap<>(values));
  }

  @Nullable Object get(Field field) {
    return values.get(field);
  }

  /** Returns the flow that this is, or that it belongs to directly. */
  Optional<FlowKey> flow() {
    return switch (entity) {
      case RUN -> Optional.of(FlowKey.of(text(RunField.FLOW)));
      case FLOW -> Optional.of(new FlowKey(text(FlowField.PROJECT), text(FlowField.NAME)));
      case FLOW_VERSION ->
          Optional.of(
              new FlowKey(
                  String.valueOf(
                      ((List<?>) Objects.requireNonNull(get(FlowVersionField.PROJECTS)))
                          .getFirst()),
                  text(FlowVersionField.FLOW)));
      case SCHEDULE -> Optional.of(FlowKey.of(text(ScheduleField.FLOW)));
      case EVENT -> Optional.ofNullable((String) get(EventField.FLOW)).map(FlowKey::of);
      case TASK_RUN, LOG, WORKER, KEY, PROJECT, USER, AUDIT, SECRET, VARIABLE -> Optional.empty();
    };
  }

  /** Returns the project of an event, or of the flow that this belongs to directly. */
  Optional<String> project() {
    Object schedule = entity == Entity.EVENT ? get(EventField.SCHEDULE_ID) : null;
    return flow()
        .map(FlowKey::project)
        .or(() -> Optional.ofNullable(schedule).map(id -> FlowKey.of(id.toString()).project()));
  }

  /** Returns whether this has a row; the default project has none. */
  boolean isStored() {
    return entity != Entity.PROJECT || get(ProjectField.CREATED) != null;
  }

  private String text(Field field) {
    return (String) Objects.requireNonNull(get(field));
  }

  /** Returns whether this and another entity belong to the same flow. */
  boolean hasFlowOf(QueryThing other) {
    return flow().isPresent() && flow().equals(other.flow());
  }

  /** Returns whether two fields are there and equal. */
  boolean has(Field own, QueryThing other, Field others) {
    Object value = get(own);
    return value != null && value.equals(other.get(others));
  }
}
