package dev.praetor.store.query.condition;

/** The fields of a flow. */
public enum FlowField implements Field {
  NAME(FieldType.TEXT),
  /** The name of the project. */
  PROJECT(FieldType.TEXT),
  /** True if the flow is registered and archived. */
  ARCHIVED(FieldType.BOOLEAN);

  private final FieldType type;

  FlowField(FieldType type) {
    this.type = type;
  }

  @Override
  public Entity entity() {
    return Entity.FLOW;
  }

  @Override
  public FieldType type() {
    return type;
  }
}
