package dev.praetor.store.query;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.sql.VisibleProjects;
import dev.praetor.store.variable.StoredVariable;
import dev.praetor.store.variable.Variables;
import java.util.function.Supplier;

/** Answers queries for variables. Thread-safe. */
public final class VariableQueries {
  private final Listing<StoredVariable> variables;

  public VariableQueries(QueryRunner query, Supplier<VisibleProjects> seen) {
    this.variables = new Listing<>(query, seen, Entity.VARIABLE, "t0.*", Variables::read);
  }

  /** Returns a page of variables; by default by project and name. */
  public Page<StoredVariable> page(PageRequest request) {
    return variables.page(request);
  }

  /** Returns the number of variables that meet a condition. */
  public CappedCount count(Condition where) {
    return variables.count(where);
  }
}
