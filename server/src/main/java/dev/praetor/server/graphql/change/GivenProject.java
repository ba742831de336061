package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.project.Projects;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;

/** The project that a caller names in the argument {@code project}. */
final class GivenProject {
  private GivenProject() {}

  /**
   * Returns the project.
   *
   * @throws RequestRefused if the role of the caller in the project does not permit the request
   * @throws StoreFailed with NOT_FOUND if there is none, or the caller does not see it
   */
  static String of(DataFetchingEnvironment given, Projects projects) {
    String project = Objects.requireNonNull(given.getArgument("project"));
    if (!Caller.current().sees(project)) {
      throw Projects.none(project);
    }
    Caller.current().requireIn(project);
    projects.require(project);
    return project;
  }
}
