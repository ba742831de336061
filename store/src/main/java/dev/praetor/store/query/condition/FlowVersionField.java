package dev.praetor.store.query.condition;

/** The fields of a version of a flow. */
public enum FlowVersionField implements Field {
  /** The hash of the description of the flow. */
  ID(FieldType.TEXT),
  /** The name of the flow. */
  FLOW(FieldType.TEXT),
  /** The projects that have the version, a list. */
  PROJECTS(FieldType.JSON),
  /** The time at which the version was recorded. */
  CREATED(FieldType.INSTANT);

  private final FieldType type;

  FlowVersionField(FieldType type) {
    this.type = type;
  }

  @Override
  public Entity entity() {
    return Entity.FLOW_VERSION;
  }

  @Override
  public FieldType type() {
    return type;
  }
}
