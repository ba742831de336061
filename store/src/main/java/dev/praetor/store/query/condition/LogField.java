package dev.praetor.store.query.condition;

/** The fields of a log line. */
public enum LogField implements Field {
  /** The id of the run. */
  RUN(FieldType.TEXT),
  /** The id of the line, which grows from line to line of a run. */
  ID(FieldType.LONG),
  /** The name of the node. */
  NODE(FieldType.TEXT),
  /** The index of the child; -1 for a node that is not mapped. */
  INDEX(FieldType.LONG),
  /** The number of the attempt, from 1; 0 for a line that the store wrote itself. */
  ATTEMPT(FieldType.LONG),
  TIME(FieldType.INSTANT),
  /** The level: TRACE, DEBUG, INFO, WARN or ERROR. */
  LEVEL(FieldType.TEXT),
  LOGGER(FieldType.TEXT),
  TEXT(FieldType.TEXT);

  private final FieldType type;

  LogField(FieldType type) {
    this.type = type;
  }

  @Override
  public Entity entity() {
    return Entity.LOG;
  }

  @Override
  public FieldType type() {
    return type;
  }
}
