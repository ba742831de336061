package dev.praetor.store.query.condition;

/** The fields of a user. */
public enum UserField implements Field {
  ID(FieldType.TEXT),
  NAME(FieldType.TEXT),
  /**
   * The name of the {@link dev.praetor.store.access.Role} on the whole server; absent for a user
   * who has none there.
   */
  ROLE(FieldType.TEXT, true),
  CREATED(FieldType.INSTANT),
  CREATED_BY(FieldType.TEXT),
  DISABLED(FieldType.INSTANT, true),
  LAST_LOG_IN(FieldType.INSTANT, true);

  private final FieldType type;
  private final boolean optional;

  UserField(FieldType type) {
    this(type, false);
  }

  UserField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.USER;
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
