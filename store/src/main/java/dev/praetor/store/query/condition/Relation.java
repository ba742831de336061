package dev.praetor.store.query.condition;

/** The relations between entities. A relation leads from each entity to any number of others. */
public enum Relation {
  RUN_FLOW(Entity.RUN, Entity.FLOW),
  RUN_VERSION(Entity.RUN, Entity.FLOW_VERSION),
  RUN_TASK_RUNS(Entity.RUN, Entity.TASK_RUN),
  /** The run of which a run is a part. */
  RUN_PARENT(Entity.RUN, Entity.RUN),
  /** The runs that are a part of a run. */
  RUN_CHILDREN(Entity.RUN, Entity.RUN),
  RUN_RESTART_OF(Entity.RUN, Entity.RUN),
  RUN_RESTARTS(Entity.RUN, Entity.RUN),
  /** The schedule that made a run. */
  RUN_SCHEDULE(Entity.RUN, Entity.SCHEDULE),
  RUN_LOGS(Entity.RUN, Entity.LOG),
  /** The worker whose process owns a run. */
  RUN_WORKER(Entity.RUN, Entity.WORKER),
  TASK_RUN_RUN(Entity.TASK_RUN, Entity.RUN),
  TASK_RUN_LOGS(Entity.TASK_RUN, Entity.LOG),
  FLOW_RUNS(Entity.FLOW, Entity.RUN),
  FLOW_VERSIONS(Entity.FLOW, Entity.FLOW_VERSION),
  FLOW_SCHEDULE(Entity.FLOW, Entity.SCHEDULE),
  FLOW_VERSION_FLOW(Entity.FLOW_VERSION, Entity.FLOW),
  FLOW_VERSION_RUNS(Entity.FLOW_VERSION, Entity.RUN),
  SCHEDULE_FLOW(Entity.SCHEDULE, Entity.FLOW),
  /** The runs that a schedule made. */
  SCHEDULE_RUNS(Entity.SCHEDULE, Entity.RUN),
  LOG_RUN(Entity.LOG, Entity.RUN),
  LOG_TASK_RUN(Entity.LOG, Entity.TASK_RUN),
  /** The runs that processes of a worker own. */
  WORKER_RUNS(Entity.WORKER, Entity.RUN),
  RUN_EVENTS(Entity.RUN, Entity.EVENT),
  EVENT_FLOW(Entity.EVENT, Entity.FLOW),
  EVENT_RUN(Entity.EVENT, Entity.RUN),
  EVENT_WORKER(Entity.EVENT, Entity.WORKER);

  private final Entity from;
  private final Entity to;

  Relation(Entity from, Entity to) {
    this.from = from;
    this.to = to;
  }

  /** Returns the name of the relation as a member of an object: {@code restartOf}. */
  public String memberName() {
    return FieldNames.camelCase(name().substring(from.name().length() + 1));
  }

  /** Returns the kind of entity from which the relation leads. */
  public Entity from() {
    return from;
  }

  /** Returns the kind of entity to which the relation leads. */
  public Entity to() {
    return to;
  }
}
