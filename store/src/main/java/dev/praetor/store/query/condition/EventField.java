package dev.praetor.store.query.condition;

/** The fields of an event. */
public enum EventField implements Field {
  ID(FieldType.TEXT),
  TIME(FieldType.INSTANT),
  /** The name of the kind. */
  KIND(FieldType.TEXT),
  /** The name of the flow. */
  FLOW(FieldType.TEXT, true),
  /** The id of the run, which may have been deleted. */
  RUN_ID(FieldType.TEXT, true),
  /** The id of the schedule, which may have been deleted. */
  SCHEDULE_ID(FieldType.TEXT, true),
  /** The id of the worker, which may have been deleted. */
  WORKER_ID(FieldType.TEXT, true),
  POOL(FieldType.TEXT, true),
  /** The person or process that made it happen; may be empty. */
  ACTOR(FieldType.TEXT),
  TEXT(FieldType.TEXT),
  DATA(FieldType.JSON);

  private final FieldType type;
  private final boolean optional;

  EventField(FieldType type) {
    this(type, false);
  }

  EventField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.EVENT;
  }

  @Override
  public FieldType type() {
    return type;
  }

  @Override
  public boolean isOptional() {
    return optional;
  }
}
