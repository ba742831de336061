package dev.praetor.store.query.condition;

/** The fields of a secret, which has no field for its value. */
public enum SecretField implements Field {
  PROJECT(FieldType.TEXT),
  NAME(FieldType.TEXT),
  VERSION(FieldType.LONG),
  CREATED(FieldType.INSTANT),
  SET(FieldType.INSTANT),
  SET_BY(FieldType.TEXT),
  LAST_USED(FieldType.INSTANT, true);

  private final FieldType type;
  private final boolean optional;

  SecretField(FieldType type) {
    this(type, false);
  }

  SecretField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.SECRET;
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
