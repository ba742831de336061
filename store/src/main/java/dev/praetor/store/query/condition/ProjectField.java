package dev.praetor.store.query.condition;

/** The fields of a project. */
public enum ProjectField implements Field {
  NAME(FieldType.TEXT),
  /** The time at which it was made; absent for the default project. */
  CREATED(FieldType.INSTANT, true),
  /** The person who made it; absent for the default project. */
  CREATED_BY(FieldType.TEXT, true);

  private final FieldType type;
  private final boolean optional;

  ProjectField(FieldType type) {
    this(type, false);
  }

  ProjectField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.PROJECT;
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
