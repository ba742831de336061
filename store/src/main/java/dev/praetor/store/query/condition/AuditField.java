package dev.praetor.store.query.condition;

/** The fields of a row of the audit log. */
public enum AuditField implements Field {
  SEQUENCE(FieldType.LONG),
  TIME(FieldType.INSTANT),
  /** The name of the sender; empty if it did not prove one. */
  ACTOR(FieldType.TEXT),
  /** The name of a {@link dev.praetor.store.audit.row.Actor.Kind}. */
  ACTOR_KIND(FieldType.TEXT),
  ADDRESS(FieldType.TEXT),
  ACTION(FieldType.TEXT),
  PROJECT(FieldType.TEXT, true),
  /** The name of a {@link dev.praetor.store.audit.row.TargetKind}. */
  TARGET_KIND(FieldType.TEXT),
  TARGET(FieldType.TEXT),
  /** The name of a kind of outcome. */
  OUTCOME(FieldType.TEXT),
  CODE(FieldType.TEXT, true),
  REQUEST(FieldType.TEXT);

  private final FieldType type;
  private final boolean optional;

  AuditField(FieldType type) {
    this(type, false);
  }

  AuditField(FieldType type, boolean optional) {
    this.type = type;
    this.optional = optional;
  }

  @Override
  public Entity entity() {
    return Entity.AUDIT;
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
