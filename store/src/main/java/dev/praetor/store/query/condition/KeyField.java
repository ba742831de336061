package dev.praetor.store.query.condition;

/** The fields of a key of a program. */
public enum KeyField implements Field {
  ID(FieldType.TEXT),
  NAME(FieldType.TEXT),
  /** The name of the user whose roles the key has; absent if it has one of its own. */
  USER(FieldType.TEXT, true),
  /** The name of a {@link dev.praetor.store.access.Role}; absent for the key of a user. */
  ROLE(FieldType.TEXT, true),
  /** The project that the key is limited to; absent if it is for the whole server. */
  PROJECT(FieldType.TEXT, true),
  CREATED(FieldType.INSTANT),
  CREATED_BY(FieldType.TEXT),
  EXPIRES(FieldType.INSTANT, true),
  REVOKED(FieldType.INSTANT, true),
  LAST_USED(FieldType.INSTANT, true);

  private final FieldType type;
  private final boolean optional;

  KeyField(FieldType type) {
    this(type, false);
  }

  KeyField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.KEY;
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
