package dev.praetor.store.query.condition;

/** The fields of a run. */
public enum RunField implements Field {
  ID(FieldType.TEXT),
  /** The name of the project. */
  PROJECT(FieldType.TEXT),
  /** The name of the flow. */
  FLOW(FieldType.TEXT),
  /** The hash of the version of the flow; absent if it is not known. */
  VERSION(FieldType.TEXT, true),
  NAME(FieldType.TEXT),
  /** The recorded state. A run that waits for approvals only is recorded as Running. */
  STATE(FieldType.STATE),
  MESSAGE(FieldType.TEXT),
  /** The parameters as they are recorded, an object. */
  PARAMETERS(FieldType.JSON),
  CREATED(FieldType.INSTANT),
  /** The time at which the run is or was due. */
  SCHEDULED(FieldType.INSTANT),
  STARTED(FieldType.INSTANT, true),
  ENDED(FieldType.INSTANT, true),
  /** The time from the start to the end; absent while the run has not ended. */
  DURATION(FieldType.DURATION, true),
  /** The time from when the run was due to its start; absent if it has not started. */
  LATENESS(FieldType.DURATION, true),
  LABELS(FieldType.LABELS),
  PRIORITY(FieldType.LONG),
  IDEMPOTENCY_KEY(FieldType.TEXT, true),
  /** The id of the run of which this run is a part. */
  PARENT(FieldType.TEXT, true),
  /** The path of the task run that this run is in its parent. */
  PARENT_TASK(FieldType.TEXT, true),
  /** The id of the run of which this run is a restart or a retry. */
  RESTART_OF(FieldType.TEXT, true),
  /** The name of the user who started the run; {@code schedule} for a run of a schedule. */
  CREATED_BY(FieldType.TEXT),
  /** True if a schedule made the run, or the run is a restart of such a run. */
  BY_SCHEDULE(FieldType.BOOLEAN),
  /**
   * The kind of thing that made the run: RUN for a part of another run, RESTART, SCHEDULE, or
   * PERSON for a person or a program.
   */
  ORIGIN(FieldType.TEXT),
  /** The id of the process that owns the run; absent if no process does. */
  OWNER(FieldType.TEXT, true),
  /** The number of owners so far, the current one included. */
  ATTEMPT(FieldType.LONG),
  /** The number of earlier owners that died. */
  CRASHES(FieldType.LONG),
  /** The pool of the workers that may start the run. */
  POOL(FieldType.TEXT),
  /** The labels that a worker must have to start the run, a list. */
  NEEDS(FieldType.JSON),
  /** True if the run is kept by retention and pruning. */
  PINNED(FieldType.BOOLEAN);

  private final FieldType type;
  private final boolean optional;

  RunField(FieldType type) {
    this(type, false);
  }

  RunField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.RUN;
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
