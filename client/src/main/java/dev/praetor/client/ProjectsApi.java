package dev.praetor.client;

import dev.praetor.client.model.Json;
import dev.praetor.client.model.ProjectInfo;
import java.util.Map;
import java.util.stream.Stream;

/** The projects of a server that the holder of the key sees. Thread-safe. */
public final class ProjectsApi {
  private static final String CREATE =
      "mutation ($name: String!) { createProject(name: $name) { %s } }"
          .formatted(ProjectInfo.FIELDS);
  private final GraphQl graphql;

  ProjectsApi(GraphQl graphql) {
    this.graphql = graphql;
  }

  private Lists<ProjectInfo> lists() {
    return new Lists<>(graphql, "projects", "Project", ProjectInfo.FIELDS, ProjectInfo::of);
  }

  /** Returns a page of projects, by name by default. */
  public Page<ProjectInfo> page(Listing listing) {
    return lists().page(listing);
  }

  /** Returns projects, which are read page by page while the stream is consumed. */
  public Stream<ProjectInfo> all(Listing listing) {
    return lists().all(listing);
  }

  /**
   * Makes a project.
   *
   * @param name at most 50 lower-case letters, digits and characters of {@code _ -}, beginning with
   *     a letter or digit
   * @throws ServerRefused with CONFLICT if there is such a project
   */
  public ProjectInfo create(String name) {
    return ProjectInfo.of(
        new Json(graphql.data(CREATE, Map.of("name", name)).path("createProject")));
  }
}
