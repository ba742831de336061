package dev.praetor.embedded;

import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.serve.LoggedSchedules;
import dev.praetor.spi.EngineHome;
import dev.praetor.spi.SecretProvider;
import dev.praetor.spi.VariableProvider;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The home of an engine: the place where it records runs, and its settings. Immutable; the methods
 * that set something return a changed copy.
 *
 * {@snippet :
 * try (PraetorEngine praetor = Praetor.open(Home.of(Path.of("/var/lib/orders")))) {
 *   FlowResult<Receipt> result = praetor.run(fulfilment, with("order", 7));
 * }
 * }
 */
public final class Home implements EngineHome<PraetorEngine> {
  private final StoreLocation where;
  private final EngineSettings settings;
  private final @Nullable SecretProvider secrets;
  private final @Nullable VariableProvider variables;
  private final StoreOptions options;

  private Home(
      StoreLocation where,
      EngineSettings settings,
      @Nullable SecretProvider secrets,
      @Nullable VariableProvider variables,
      StoreOptions options) {
    this.where = where;
    this.settings = settings;
    this.secrets = secrets;
    this.variables = variables;
    this.options = options;
  }

  private static Home at(StoreLocation where) {
    return new Home(where, EngineSettings.defaults(), null, null, StoreOptions.defaults());
  }

  /**
   * Returns a home in a folder, with an SQLite database, which is created when it is opened.
   * Several processes on one machine may share it.
   */
  public static Home of(Path folder) {
    return at(new StoreLocation.Home(folder));
  }

  /**
   * Returns a home in a PostgreSQL database, from version 15, whose tables are created when it is
   * opened. The engine keeps two of the connections for itself, and uses at most six. Set the
   * driver's {@code reWriteBatchedInserts} for speed.
   */
  public static Home of(DataSource database) {
    return at(new StoreLocation.Provided(database));
  }

  /**
   * Sets the largest number of runs in progress in this process; 1,000 by default. Further runs
   * wait, also in other processes that serve their flows.
   *
   * @throws IllegalArgumentException if {@code most} is less than 1
   */
  public Home slots(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("an engine needs at least 1 slot, not " + most);
    }
    return with(settings.withSlots(most));
  }

  /**
   * Sets the time that runs in progress have to end when the engine is closed; 30 seconds by
   * default. Runs that have not ended by then are left to other processes, or to the next start.
   *
   * @throws IllegalArgumentException if {@code longest} is negative
   */
  public Home grace(Duration longest) {
    if (longest.isNegative()) {
      throw new IllegalArgumentException("the grace period cannot be negative: " + longest);
    }
    return with(settings.withGrace(longest));
  }

  /**
   * Sets the name of the user or application that is recorded with each run; the user of the
   * operating system by default.
   */
  public Home user(String name) {
    return with(settings.withOrigin(new RunOrigin(settings.origin().target(), name)));
  }

  /**
   * Sets the source of secrets. By default, secrets are environment variables or, for a home in a
   * folder, what {@code praetor secrets set} has stored there.
   */
  public Home secrets(SecretProvider source) {
    return new Home(where, settings, source, variables, options);
  }

  /**
   * Sets the source of variables. By default, variables are what {@code praetor variables set} has
   * stored in this home, or else environment variables such as {@code PRAETOR_VARIABLE_CHANNEL}.
   */
  public Home variables(VariableProvider source) {
    return new Home(where, settings, secrets, source, options);
  }

  /**
   * Sets the longest time between two looks at the database by itself; 2 seconds by default.
   * Changes by other processes are signalled within milliseconds, so this only matters where
   * signals can be lost, for example behind a pooler that passes on no notifications.
   *
   * @throws IllegalArgumentException if {@code longest} is not positive
   */
  public Home sweep(Duration longest) {
    return new Home(where, settings, secrets, variables, options.withSweep(longest));
  }

  private Home with(EngineSettings other) {
    return new Home(where, other, secrets, variables, options);
  }

  @Override
  public PraetorEngine open() {
    RunStore store = RunStore.open(where, options);
    EngineSettings all =
        settings
            .withSecrets(Optional.ofNullable(secrets).orElseGet(() -> stored(store)))
            .withVariables(
                Optional.ofNullable(variables)
                    .orElseGet(
                        () -> store.variables().ofRuns().or(VariableProvider.environment())));
    return new PraetorEngine(store, all, new LoggedSchedules(), store::close);
  }

  private SecretProvider stored(RunStore store) {
    SecretProvider environment = SecretProvider.environment();
    return where instanceof StoreLocation.Home home
        ? environment.or(store.secrets(home.folder()))
        : environment;
  }
}
