package dev.praetor.store.query;

/** The fields of a version of a flow. */
public enum FlowVersionField implements Field {
  /** The hash of the description of the flow. */
  ID(FieldType.TEXT),
  /** The name of the flow. */
  FLOW(FieldType.TEXT),
  /** The time at which the version was recorded. */
  CREATED(FieldType.INSTANT);

  private final FieldType type;
  private final boolean optional;

  FlowVersionField(FieldType type) {
    this(type, false);
  }

  FlowVersionField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.FLOW_VERSION;
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
