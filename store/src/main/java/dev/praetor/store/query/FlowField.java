package dev.praetor.store.query;

/** The fields of a flow. */
public enum FlowField implements Field {
  NAME(FieldType.TEXT);

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
