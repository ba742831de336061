package dev.praetor.server.graphql.change;

import dev.praetor.Variable;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.project.Projects;
import dev.praetor.store.variable.StoredVariable;
import dev.praetor.store.variable.Variables;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;

/** The changes of variables. */
record VariableChanges(Variables variables, Projects projects) {
  void addTo(TypeCode<Object> mutation) {
    mutation
        .fetch("setVariable", (_, given) -> set(given))
        .fetch("deleteVariable", (_, given) -> delete(given));
  }

  private StoredVariable set(DataFetchingEnvironment given) {
    String project = GivenProject.of(given, projects);
    Variable variable = variable(text(given, "name"));
    boolean _ = variables.set(project, variable, text(given, "value"), Caller.currentName());
    return variables
        .find(project, variable.name())
        .orElseThrow(() -> Variables.missing(project, variable.name()));
  }

  private static Variable variable(String name) {
    try {
      return Variable.named(name);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private String delete(DataFetchingEnvironment given) {
    String project = GivenProject.of(given, projects);
    String name = text(given, "name");
    if (!variables.delete(project, name)) {
      throw Variables.missing(project, name);
    }
    return name;
  }

  private static String text(DataFetchingEnvironment given, String name) {
    return Objects.requireNonNull(given.getArgument(name));
  }
}
