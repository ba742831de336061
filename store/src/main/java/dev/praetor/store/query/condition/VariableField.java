package dev.praetor.store.query.condition;

/** The fields of a variable, but for its value, which may be long. */
public enum VariableField implements Field {
  PROJECT(FieldType.TEXT),
  NAME(FieldType.TEXT),
  VERSION(FieldType.LONG),
  CREATED(FieldType.INSTANT),
  SET(FieldType.INSTANT),
  SET_BY(FieldType.TEXT);

  private final FieldType type;

  VariableField(FieldType type) {
    this.type = type;
  }

  @Override
  public Entity entity() {
    return Entity.VARIABLE;
  }

  @Override
  public FieldType type() {
    return type;
  }
}
