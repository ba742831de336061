package dev.praetor.store.query;

/** The fields of a flow. */
public enum FlowField implements Field {
  NAME(FieldType.TEXT);

  private final FieldType type;
  private final boolean optional;

  FlowField(FieldType type) {
    this(type, false);
  }

  FlowField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.FLOW;
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
