package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;

/**
 * An entity whose fields a part of a statement refers to.
 *
 * @param row the name of the row in the statement; for a flow the expression for its key, because
 *     flows have no table
 * @param depth the number of entities around it, from which names are made
 */
public record Scope(Entity entity, String row, int depth) {
  /** Returns the scope of the entity that a statement lists. */
  public static Scope outermost(Entity entity) {
    return new Scope(entity, entity == Entity.FLOW ? "t0.flow_key" : "t0", 0);
  }

  /** Returns the name of the row of a table. */
  public String alias() {
    return "t" + depth;
  }

  /** Returns the expression for a field of the entity. */
  public String of(Field field) {
    return Column.of(field).of(row);
  }

  /** Returns the scope of an entity in a table within this scope. */
  public Scope within(Entity inner) {
    return new Scope(inner, "t" + (depth + 1), depth + 1);
  }

  /** Returns the scope of the flow that an entity belongs to, which needs no table. */
  public Scope flow() {
    String name =
        entity == Entity.SCHEDULE
            ? "coalesce(%1$s.owner, %1$s.flow)".formatted(row)
            : row + ".flow";
    return new Scope(Entity.FLOW, name, depth);
  }
}
