package dev.praetor.cli.place;

import dev.praetor.Variable;
import dev.praetor.client.Filter;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.VariableInfo;
import dev.praetor.store.variable.StoredVariable;
import java.util.List;
import java.util.Optional;

/** The variables of a server. */
record ServerVariables(ServerAddress server, String project) implements VariableBook {
  /** The number of variables in a page, of which each may be 64 KB large. */
  private static final int PAGE = 100;

  @Override
  public List<StoredVariable> list() {
    try (PraetorClient client = server.client()) {
      List<StoredVariable> all =
          client
              .variables()
              .all(Listing.where(Filter.is("project", project)).withFirst(PAGE))
              .map(ServerVariables::stored)
              .toList();
      if (all.isEmpty()) {
        ServerProjects.require(client, project);
      }
      return all;
    }
  }

  private static StoredVariable stored(VariableInfo variable) {
    return new StoredVariable(
        variable.project(),
        variable.name(),
        variable.value(),
        variable.version(),
        variable.created(),
        variable.set(),
        variable.setBy());
  }

  @Override
  public Optional<StoredVariable> find(String name) {
    try (PraetorClient client = server.client()) {
      Optional<StoredVariable> found =
          client.variables().of(project).find(name).map(ServerVariables::stored);
      if (found.isEmpty()) {
        ServerProjects.require(client, project);
      }
      return found;
    }
  }

  @Override
  public boolean set(Variable variable, String value) {
    try (PraetorClient client = server.client()) {
      return client.variables().of(project).set(variable.name(), value).version() == 1;
    }
  }

  @Override
  public boolean delete(String name) {
    try (PraetorClient client = server.client()) {
      return ServerProjects.isDeleted(
          client, project, () -> client.variables().of(project).delete(name));
    }
  }
}
