package dev.praetor.server.graphql.read;

import dev.praetor.server.graphql.filter.Pages;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.project.Project;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.ProjectQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import graphql.schema.DataFetchingEnvironment;

/** The code for projects. */
record ProjectTypes(ProjectQueries queries) {
  static TypeCode<Project> type() {
    return TypeCode.of("Project", Project.class)
        .field("name", Project::name)
        .field("created", Project::created)
        .field("createdBy", Project::by);
  }

  /** Returns the page of projects that a request asks for. */
  Pages.Counted page(DataFetchingEnvironment environment) {
    PageRequest request = Pages.request(Entity.PROJECT, environment, Condition.ALWAYS);
    return new Pages.Counted(queries.page(request), request.where(), queries::count);
  }
}
