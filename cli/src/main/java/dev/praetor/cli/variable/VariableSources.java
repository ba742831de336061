package dev.praetor.cli.variable;

import dev.praetor.cli.option.StoreArguments;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.spi.VariableProvider;
import dev.praetor.store.RunStore;
import dev.praetor.store.variable.StoredVariable;
import dev.praetor.store.variable.Variables;
import java.util.Optional;
import java.util.UUID;

/**
 * The sources of variables of runs on the command line, in this order: the store, and the
 * environment.
 */
public final class VariableSources {
  private VariableSources() {}

  /**
   * Returns the variables for runs in this process, each those of its project.
   *
   * @param open the store, if it is open; otherwise it is opened when a variable is read, and the
   *     runs, which are not recorded, are those of the default project
   */
  public static VariableProvider ofRuns(Optional<RunStore> open, StoreArguments where) {
    VariableProvider stored =
        open.map(store -> store.variables().ofRuns())
            .orElseGet(() -> new Opened(where, Registration.DEFAULT_PROJECT));
    return new Placed(stored, where).or(VariableProvider.environment());
  }

  /**
   * Returns the variables of a project.
   *
   * @param open the store, if it is open; otherwise it is opened when a variable is read
   */
  public static VariableProvider ofProject(
      String project, Optional<RunStore> open, StoreArguments where) {
    VariableProvider stored =
        open.map(store -> store.variables().of(project))
            .orElseGet(() -> new Opened(where, project));
    return new Placed(stored, where).or(VariableProvider.environment());
  }

  /** Returns the variables for the runs of a server, on a worker that has the database. */
  public static VariableProvider onWorker(RunStore store) {
    return store.variables().ofRuns().or(VariableProvider.environment());
  }

  /** Variables whose advice says how another command finds the store. */
  private record Placed(VariableProvider variables, StoreArguments where)
      implements VariableProvider {
    @Override
    public Optional<String> find(String name) {
      return variables.find(name);
    }

    @Override
    public VariableProvider forRun(UUID run) {
      return new Placed(variables.forRun(run), where);
    }

    @Override
    public String advice(String name) {
      return variables.advice(name) + where.again();
    }
  }

  /** The variables of a store that is opened for each read. */
  private record Opened(StoreArguments where, String project) implements VariableProvider {
    @Override
    public Optional<String> find(String name) {
      Optional<RunStore> store = where.openIfThere();
      if (store.isEmpty()) {
        return Optional.empty();
      }
      try (RunStore opened = store.get()) {
        return opened.variables().find(project, name).map(StoredVariable::value);
      }
    }

    @Override
    public String advice(String name) {
      return Variables.advice(project, name);
    }
  }
}
