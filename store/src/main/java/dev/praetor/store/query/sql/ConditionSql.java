package dev.praetor.store.query.sql;

import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.And;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Condition.Has;
import dev.praetor.store.query.condition.Condition.Not;
import dev.praetor.store.query.condition.Condition.Or;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import java.util.List;
import java.util.Map;

/**
 * Writes conditions, which must have been checked, as SQL.
 *
 * @param projects the projects whose things are found
 */
public record ConditionSql(Dialect dialect, SqlText sql, VisibleProjects projects) {
  /** Returns whether there is an index for the values that a condition selects. */
  public static boolean isIndexed(Condition where) {
    return IndexedValues.best(where).isPresent();
  }

  /**
   * Writes a condition.
   *
   * @param negated true within a negation, where an unknown truth value would not become the
   *     opposite of false
   */
  private void write(Condition condition, Scope scope, boolean negated) {
    switch (condition) {
      case And and -> join(and.all(), " AND ", "1 = 1", scope, negated);
      case Or or -> join(or.any(), " OR ", "1 = 0", scope, negated);
      case Not not -> {
        sql.add("NOT (");
        write(not.not(), scope, true);
        sql.add(")");
      }
      case Compare compare -> {
        boolean guarded =
            negated && compare.field().isOptional() && compare.operator() != Operator.IS_NULL;
        sql.add(guarded ? "(" + scope.of(compare.field()) + " IS NOT NULL AND " : "");
        compare(compare, scope);
        implied(compare, scope, negated);
        sql.add(guarded ? ")" : "");
      }
      case Has has -> has(has, scope, negated);
    }
  }

  private void join(List<Condition> parts, String with, String none, Scope scope, boolean negated) {
    if (parts.isEmpty()) {
      sql.add(none);
      return;
    }
    String before = "(";
    for (Condition part : parts) {
      sql.add(before);
      write(part, scope, negated);
      before = with;
    }
    sql.add(")");
  }

  private void has(Has has, Scope scope, boolean negated) {
    if (has.relation() == Relation.EVENT_FLOW) {
      // Some events are about no flow.
      String flow = scope.flow().row();
      sql.add("(" + flow + " IS NOT NULL AND ");
      write(has.of(), scope.flow(), negated);
      sql.add(")");
      return;
    }
    if (has.relation() == Relation.FLOW_VERSION_FLOW) {
      flowOfVersion(has.of(), scope, negated);
      return;
    }
    if (has.relation().to() == Entity.FLOW) {
      write(has.of(), scope.flow(), negated);
      return;
    }
    Scope inner = scope.within(has.relation().to());
    if (has.relation() == Relation.TASK_RUN_RUN || has.relation() == Relation.LOG_RUN) {
      // The runs are found first: rows are ordered by their runs, and each run has many.
      sql.add(scope.row() + ".run IN (SELECT " + inner.of(RunField.ID));
      from(inner, has.of());
      sql.add(")");
    } else {
      sql.add("EXISTS (SELECT 1");
      from(inner, has.of());
      sql.add(" AND " + Tables.join(has.relation(), scope, inner) + ")");
    }
  }

  /** Writes the table of an entity, with the condition that its rows meet. */
  public void from(Scope scope, Condition where) {
    from(scope, "", where);
  }

  /** Writes that a version belongs to a flow: it may belong to one in each project. */
  private void flowOfVersion(Condition flow, Scope version, boolean negated) {
    String row = "f" + version.depth();
    Scope inner = new Scope(Entity.FLOW, row + ".flow", version.depth());
    sql.add("EXISTS (SELECT 1 FROM version_of_flow " + row + " WHERE " + row + ".version = ");
    sql.add(version.row() + ".hash AND ");
    if (!projects.all()) {
      Tables.visible(inner, projects, sql);
      sql.add(" AND ");
    }
    write(flow, inner, negated);
    sql.add(")");
  }

  /**
   * Writes the table of an entity and another one, with the condition that the entity meets.
   *
   * @param joined the join with the other table; empty for none
   */
  public void from(Scope scope, String joined, Condition where) {
    sql.add(" FROM ");
    Tables.write(scope.entity(), projects, sql);
    sql.add(" " + scope.alias());
    IndexedValues.best(where).ifPresent(index -> sql.add(dialect.use(index)));
    sql.add(joined + " WHERE " + Tables.restriction(scope) + " AND ");
    if (!projects.all()) {
      Tables.visible(scope, projects, sql);
      sql.add(" AND ");
    }
    write(where, scope, false);
  }

  private void compare(Compare compare, Scope scope) {
    if (isByKey(compare)) {
      String key = scope.entity() == Entity.FLOW ? scope.row() : scope.row() + ".flow";
      flows(
          key,
          compare.operator() == Operator.EQ ? List.of(Values.one(compare)) : Values.list(compare));
      return;
    }
    String column = scope.of(compare.field());
    boolean text = Column.of(compare.field()).text();
    String ordered = text ? dialect.byCodePoints(column) : column;
    switch (compare.operator()) {
      case EQ -> sql.add(column + " = ?", Values.one(compare));
      case NEQ -> sql.add(column + " <> ?", Values.one(compare));
      case GT -> sql.add(ordered + " > ?", Values.one(compare));
      case GTE -> sql.add(ordered + " >= ?", Values.one(compare));
      case LT -> sql.add(ordered + " < ?", Values.one(compare));
      case LTE -> sql.add(ordered + " <= ?", Values.one(compare));
      case IN -> in(column, " IN (", Values.list(compare), "1 = 0");
      case NOT_IN -> in(column, " NOT IN (", Values.list(compare), column + " IS NOT NULL");
      case IS_NULL -> sql.add(column + (Values.yes(compare) ? " IS NULL" : " IS NOT NULL"));
      case LIKE -> sql.add(dialect.like(column), dialect.pattern(Values.pattern(compare)));
      case ILIKE -> sql.add(dialect.ilike(column), Values.pattern(compare).like());
      case CONTAINS -> {
        if (compare.field().type() == FieldType.JSON) {
          sql.add(dialect.jsonContains(column), JsonPart.text(compare));
        } else {
          contains(column, Values.labels(compare));
        }
      }
      case HAS_KEY ->
          sql.add(
              compare.field().type() == FieldType.JSON
                  ? dialect.jsonHasMember(column)
                  : "EXISTS (SELECT 1 FROM run_label l WHERE l.run = "
                      + column
                      + " AND l.name = ?)",
              Values.one(compare));
    }
  }

  /** Writes conditions that follow from a comparison, by which a database finds an index. */
  private void implied(Compare compare, Scope scope, boolean negated) {
    String column = scope.of(compare.field());
    IndexedValues.of(compare).ifPresent(values -> sql.add(" AND ").add(values.on(column)));
    boolean oneNode = compare.operator() == Operator.EQ || compare.operator() == Operator.IN;
    if (compare.field() == TaskRunField.NODE && oneNode && scope.depth() == 0 && !negated) {
      sql.add(dialect.eachRun(scope.of(TaskRunField.RUN)));
    }
  }

  /** Returns whether a comparison of the names of flows is the same as one of keys. */
  private static boolean isByKey(Compare compare) {
    boolean isName = compare.field() == FlowField.NAME || compare.field() == FlowVersionField.FLOW;
    return isName && (compare.operator() == Operator.EQ || compare.operator() == Operator.IN);
  }

  /** Writes that a flow has one of these names, in a way by which a database finds an index. */
  private void flows(String key, List<Object> names) {
    List<Object> keys = projects.keys(names);
    if (keys.size() == 1) {
      sql.add(key + " = ?", keys.getFirst());
    } else {
      in(key, " IN (", keys, "1 = 0");
    }
  }

  private void in(String column, String operator, List<Object> values, String ifEmpty) {
    if (values.isEmpty()) {
      sql.add(ifEmpty);
    } else {
      sql.add(column).add(operator).list(values).add(")");
    }
  }

  private void contains(String run, Map<String, String> labels) {
    sql.add("(1 = 1");
    labels.forEach((name, value) ->
        sql.add(" AND EXISTS (SELECT 1 FROM run_label l WHERE l.run = ")
            .add(run)
            .add(" AND l.name = ?", name)
            .add(" AND l.value = ?)", value));
    sql.add(")");
  }
}
