package dev.praetor.store.query.condition;

/** The fields of a schedule. */
public enum ScheduleField implements Field {
  /** The id: the name of the flow for the schedule in its code. */
  ID(FieldType.TEXT),
  /** The name of the flow. */
  FLOW(FieldType.TEXT),
  PAUSED(FieldType.BOOLEAN),
  /** The instant up to which runs have been made. */
  HANDLED(FieldType.INSTANT);

  private final FieldType type;

  ScheduleField(FieldType type) {
    this.type = type;
  }

  @Override
  public Entity entity() {
    return Entity.SCHEDULE;
  }

  @Override
  public FieldType type() {
    return type;
  }
}
