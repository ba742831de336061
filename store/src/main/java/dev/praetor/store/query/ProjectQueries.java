package dev.praetor.store.query;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.project.Project;
import dev.praetor.store.project.Projects;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.sql.VisibleProjects;
import java.util.function.Supplier;

/** Answers queries about projects that are put together at run time. Thread-safe. */
public final class ProjectQueries {
  private final Listing<Project> projects;

  public ProjectQueries(QueryRunner query, Supplier<VisibleProjects> seen) {
    this.projects = new Listing<>(query, seen, Entity.PROJECT, "t0.*", Projects::read);
  }

  /** Returns a page of projects; by default in the order of their names. */
  public Page<Project> page(PageRequest request) {
    return projects.page(request);
  }

  /** Returns the number of projects that meet a condition. */
  public CappedCount count(Condition where) {
    return projects.count(where);
  }
}
