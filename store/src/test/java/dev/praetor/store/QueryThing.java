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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

  /** Returns the flow that this is, or that it belongs to directly; of several the first. */
  Optional<FlowKey> flow() {
    return flows().stream().findFirst();
  }

  /** Returns the flows that this is or belongs to directly: a version to one in each project. */
  List<FlowKey> flows() {
    return switch (entity) {
      case RUN -> List.of(FlowKey.of(text(RunField.FLOW)));
      case FLOW -> List.of(new FlowKey(text(FlowField.PROJECT), text(FlowField.NAME)));
      case FLOW_VERSION ->
          projects().stream()
              .map(project -> new FlowKey(project, text(FlowVersionField.FLOW)))
              .toList();
      case SCHEDULE -> List.of(FlowKey.of(text(ScheduleField.FLOW)));
      case EVENT ->
          Optional.ofNullable((String) get(EventField.FLOW)).map(FlowKey::of).stream().toList();
      case TASK_RUN, LOG, WORKER, KEY, PROJECT, USER, AUDIT, SECRET, VARIABLE -> List.of();
    };
  }

  /** Returns the projects of a version. */
  private List<String> projects() {
    return ((List<?>) Objects.requireNonNull(get(FlowVersionField.PROJECTS)))
        .stream().map(String::valueOf).toList();
  }

  /** Returns when a version was recorded in a project: in each one later than in that before. */
  Instant createdIn(String project) {
    Instant first = (Instant) Objects.requireNonNull(get(FlowVersionField.CREATED));
    return first.plus(3L * projects().indexOf(project), ChronoUnit.MICROS);
  }

  /** Returns what is there of this if a project is the only one. */
  QueryThing in(String project) {
    if (entity != Entity.FLOW_VERSION) {
      return this;
    }
    Map<Field, Object> own = new HashMap<>(values);
    own.put(FlowVersionField.PROJECTS, List.of(project));
    own.put(FlowVersionField.CREATED, createdIn(project));
    return new QueryThing(entity, own);
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
    return !Collections.disjoint(flows(), other.flows());
  }

  /** Returns whether two fields are there and equal. */
  boolean has(Field own, QueryThing other, Field others) {
    Object value = get(own);
    return value != null && value.equals(other.get(others));
  }
}
