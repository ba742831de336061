package dev.praetor.store.query.condition;

/** The fields of a task run. */
public enum TaskRunField implements Field {
  /** The id of the run. */
  RUN(FieldType.TEXT),
  /** The name of the node. */
  NODE(FieldType.TEXT),
  /** The index of the child; -1 if the task run is not a child. */
  INDEX(FieldType.LONG),
  /** The label; absent if it is the index or the name of the node. */
  LABEL(FieldType.TEXT, true),
  STATE(FieldType.STATE),
  MESSAGE(FieldType.TEXT),
  /** The number of attempts that began. */
  ATTEMPTS(FieldType.LONG),
  CREATED(FieldType.INSTANT),
  STARTED(FieldType.INSTANT, true),
  ENDED(FieldType.INSTANT, true),
  /** The time from the first start to the end; absent while the task run has not ended. */
  DURATION(FieldType.DURATION, true),
  /** The value as it is recorded; absent if there is none, or if it is large. */
  VALUE(FieldType.JSON, true),
  /** The length of a large value in bytes; absent if there is none. */
  VALUE_SIZE(FieldType.LONG, true);

  private final FieldType type;
  private final boolean optional;

  TaskRunField(FieldType type) {
    this(type, false);
  }

  TaskRunField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.TASK_RUN;
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
