package dev.praetor.server.graphql.read;

import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.VariableQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.variable.StoredVariable;
import graphql.schema.DataFetchingEnvironment;
import java.util.Optional;

/** The code for variables. */
record VariableTypes(VariableQueries queries) {
  static TypeCode<StoredVariable> type() {
    return TypeCode.of("Variable", StoredVariable.class)
        .field("project", StoredVariable::project)
        .field("name", StoredVariable::name)
        .field("value", StoredVariable::value)
        .field("version", StoredVariable::version)
        .field("created", StoredVariable::created)
        .field("set", StoredVariable::set)
        .field("setBy", variable -> Optional.of(variable.setBy()).filter(name -> !name.isEmpty()));
  }

  /** Returns the page of variables that a request asks for. */
  Pages.Counted page(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.VARIABLE, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.page(request), request.where(), queries::count);
  }
}
