package dev.praetor.store.query.condition;

/** The fields of a worker. */
public enum WorkerField implements Field {
  ID(FieldType.TEXT),
  NAME(FieldType.TEXT),
  /** RUNNING, DRAINING or ENDED. */
  STATE(FieldType.TEXT),
  /** The names of its pools, a list. */
  POOLS(FieldType.JSON),
  /** Its labels, a list. */
  LABELS(FieldType.JSON),
  SLOTS(FieldType.LONG),
  VERSION(FieldType.TEXT),
  HOST(FieldType.TEXT),
  PID(FieldType.LONG),
  STARTED(FieldType.INSTANT),
  HEARTBEAT(FieldType.INSTANT),
  ENDED(FieldType.INSTANT, true);

  private final FieldType type;
  private final boolean optional;

  WorkerField(FieldType type) {
    this(type, false);
  }

  WorkerField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.WORKER;
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
