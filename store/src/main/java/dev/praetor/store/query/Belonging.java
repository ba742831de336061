package dev.praetor.store.query;

import static dev.praetor.store.query.condition.Condition.and;
import static dev.praetor.store.query.condition.Condition.is;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.model.TaskRunId;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.condition.WorkerField;
import java.util.List;

/** Conditions that something has an id, or belongs to something else. */
public final class Belonging {
  private Belonging() {}

  /** Returns the condition that a version belongs to a flow. */
  public static Condition isVersionOf(String flow) {
    FlowKey key = FlowKey.of(flow);
    return and(
        is(FlowVersionField.FLOW, key.name()),
        new Compare(FlowVersionField.PROJECTS, Operator.CONTAINS, List.of(key.project())));
  }

  /** Returns the condition that a run is or was one of a worker. */
  public static Condition isOfWorker(String worker) {
    return new Condition.Has(Relation.RUN_WORKER, is(WorkerField.ID, worker));
  }

  static Condition in(Field field, List<?> keys) {
    return new Compare(field, Operator.IN, keys.stream().map(Object::toString).toList());
  }

  static Condition isTaskRun(TaskRunId id) {
    return and(
        is(TaskRunField.RUN, id.run().toString()),
        is(TaskRunField.NODE, id.node()),
        is(TaskRunField.INDEX, (long) id.index()));
  }
}
