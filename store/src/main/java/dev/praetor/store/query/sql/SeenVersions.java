package dev.praetor.store.query.sql;

import dev.praetor.store.db.FlowKeySql;

/**
 * The table of versions of flows as some projects see it. A version may be recorded for flows of
 * several projects; each of these sees its own flow and time only.
 */
final class SeenVersions {
  /** The projects of a version as a list of JSON. */
  private static final String PROJECTS =
      "(SELECT '[\"' || string_agg(%s, '\",\"') || '\"]' FROM version_of_flow p WHERE p.version = v.hash"
          .formatted(FlowKeySql.project("p.flow"));

  private SeenVersions() {}

  static void write(VisibleProjects projects, SqlText sql) {
    if (projects.all()) {
      sql.add("(SELECT v.hash, v.flow, v.created, " + PROJECTS + ") AS projects");
      sql.add(" FROM flow_version v)");
      return;
    }
    sql.add("(SELECT v.hash, (SELECT min(p.flow)");
    seen(projects, sql);
    sql.add(") AS flow, (SELECT min(p.created)");
    seen(projects, sql);
    sql.add(") AS created, " + PROJECTS + " AND ");
    projects.in(sql, FlowKeySql.project("p.flow"));
    sql.add(") AS projects FROM flow_version v WHERE EXISTS (SELECT 1");
    seen(projects, sql);
    sql.add("))");
  }

  private static void seen(VisibleProjects projects, SqlText sql) {
    sql.add(" FROM version_of_flow p WHERE p.version = v.hash AND ");
    projects.in(sql, FlowKeySql.project("p.flow"));
  }
}
