package dev.praetor.server.graphql.filter;

import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.server.access.Caller;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.project.Projects;
import graphql.schema.DataFetchingEnvironment;
import java.util.Objects;

/** Reads which flow a caller means: a name and a project, or both in one text. */
public final class NamedFlow {
  private NamedFlow() {}

  /**
   * Returns the flow of the arguments {@code flow} and {@code project}, which is to be changed.
   *
   * @throws StoreFailed with NOT_FOUND if the caller does not see the default project
   * @throws RequestRefused if the caller does not see another project, or has not the role there
   */
  public static FlowKey of(DataFetchingEnvironment given) {
    FlowKey flow = of(given, "flow");
    if (!Caller.current().sees(flow)) {
      if (flow.project().equals(Registration.DEFAULT_PROJECT)) {
        throw Projects.none(flow.project());
      }
      throw new RequestRefused(
          ApiCode.NOT_FOUND,
          "no flow '%s' is registered in project '%s'".formatted(flow.name(), flow.project()));
    }
    Caller.current().requireIn(flow.project());
    return flow;
  }

  /**
   * Returns the flow of two arguments.
   *
   * @param name the argument with the name or the key of the flow
   * @throws RequestRefused if they name two projects
   */
  public static FlowKey of(DataFetchingEnvironment given, String name) {
    String flow = Objects.requireNonNullElse(given.getArgument(name), "");
    String text = Objects.requireNonNullElse(given.getArgument("project"), "");
    String project = text.isEmpty() ? Registration.DEFAULT_PROJECT : text;
    if (flow.indexOf('/') < 0) {
      return new FlowKey(project, flow);
    }
    FlowKey key = FlowKey.of(flow);
    if (!project.equals(Registration.DEFAULT_PROJECT) && !project.equals(key.project())) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST,
          "flow '%s' is not in project '%s'; name one project".formatted(flow, project));
    }
    return key;
  }
}
