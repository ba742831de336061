package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.VariableInfo;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The variables of a server: values that are not secret, and that tasks read. Thread-safe. */
public final class VariablesApi {
  private final GraphQl graphql;
  private final String project;

  VariablesApi(GraphQl graphql) {
    this(graphql, "default");
  }

  private VariablesApi(GraphQl graphql, String project) {
    this.graphql = graphql;
    this.project = project;
  }

  /** Returns the variables of another project than the default one. */
  public VariablesApi of(String name) {
    return new VariablesApi(graphql, name);
  }

  private Lists<VariableInfo> lists() {
    return new Lists<>(graphql, "variables", "Variable", VariableInfo.FIELDS, VariableInfo::of);
  }

  /** Returns a page of the variables of all projects, by project and name by default. */
  public Page<VariableInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /**
   * Returns the variables of all projects, which are read page by page while the stream is
   * consumed.
   */
  public Stream<VariableInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /** Returns a variable of the project; empty if it has none of this name. */
  public Optional<VariableInfo> find(String name) {
    Filter where = Filter.is("project", project).and(Filter.is("name", name));
    return page(Listing.where(where).withFirst(1)).nodes().stream().findFirst();
  }

  /** Sets a variable, or replaces its value. */
  public VariableInfo set(String name, String value) {
    JsonNode data =
        graphql.data(
            """
            mutation ($name: String!, $project: String!, $value: String!) {
              setVariable(name: $name, project: $project, value: $value) { %s } }\
            """
                .formatted(VariableInfo.FIELDS),
            Map.of("name", name, "project", project, "value", value));
    return VariableInfo.of(new Json(data.path("setVariable")));
  }

  /**
   * Deletes a variable.
   *
   * @throws ServerRefused with NOT_FOUND if there is none
   */
  public void delete(String name) {
    JsonNode _ =
        graphql.data(
            "mutation ($name: String!, $project: String!) { deleteVariable(name: $name, project: $project) }",
            Map.of("name", name, "project", project));
  }
}
