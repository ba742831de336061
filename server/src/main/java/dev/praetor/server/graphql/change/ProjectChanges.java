package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.server.graphql.schema.TypeCode;
import dev.praetor.store.project.Projects;
import java.util.Objects;

/** The changes of projects. */
record ProjectChanges(Projects projects) {
  void addTo(TypeCode<Object> mutation) {
    mutation.fetch(
        "createProject",
        (_, given) ->
            projects.add(
                Objects.requireNonNull(given.<String>getArgument("name")), Caller.currentName()));
  }
}
