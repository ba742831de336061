package dev.praetor.store.query.sql;

import dev.praetor.engine.packaging.FlowKey;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The projects whose things a statement finds. Things of the whole server are found only if these
 * are all projects.
 *
 * @param all true if these are all projects
 * @param names returns the names of the projects
 */
public record VisibleProjects(boolean all, Supplier<List<String>> names) {
  /** Returns the keys of the flows that may have these names, or that have these keys. */
  List<Object> keys(Collection<?> flows) {
    List<String> projects = names.get();
    return flows.stream()
        .map(Object::toString)
        .<Object>flatMap(flow ->
            flow.indexOf('/') < 0
                ? projects.stream().map(project -> new FlowKey(project, flow).text())
                : Stream.of(flow))
        .toList();
  }

  /** Writes the condition that an expression has the name of one of the projects. */
  public void in(SqlText sql, String project) {
    List<String> all = names.get();
    if (all.isEmpty()) {
      sql.add("1 = 0");
    } else {
      sql.add(project + " IN (").list(all).add(")");
    }
  }
}
