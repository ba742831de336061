package dev.praetor.cli.place;

import dev.praetor.Variable;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.store.RunStore;
import dev.praetor.store.project.Projects;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.VariableField;
import dev.praetor.store.variable.StoredVariable;
import java.util.List;
import java.util.Optional;

/** The variables in a store, which is opened for each call. */
record StoreVariables(StoreArguments place, String project) implements VariableBook {
  private static final int PAGE = 1_000;

  @Override
  public List<StoredVariable> list() {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      Projects.requireOfNew(project);
      return List.of();
    }
    try (RunStore store = opened.get()) {
      store.projects().require(project);
      return Page.andFollowing(
          PageRequest.where(Condition.is(VariableField.PROJECT, project)).withFirst(PAGE),
          store.variableQueries()::page);
    }
  }

  @Override
  public Optional<StoredVariable> find(String name) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      Projects.requireOfNew(project);
      return Optional.empty();
    }
    try (RunStore store = opened.get()) {
      store.projects().require(project);
      return store.variables().find(project, name);
    }
  }

  @Override
  public boolean set(Variable variable, String value) {
    try (RunStore store = place.open()) {
      store.projects().require(project);
      return store.variables().set(project, variable, value, CurrentUser.name());
    }
  }

  @Override
  public boolean delete(String name) {
    Optional<RunStore> opened = place.openIfThere();
    if (opened.isEmpty()) {
      Projects.requireOfNew(project);
      return false;
    }
    try (RunStore store = opened.get()) {
      store.projects().require(project);
      return store.variables().delete(project, name);
    }
  }
}
