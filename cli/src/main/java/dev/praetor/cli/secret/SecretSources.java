package dev.praetor.cli.secret;

import dev.praetor.cli.option.StoreArguments;
import dev.praetor.engine.packaging.CommandAdvice;
import dev.praetor.examples.marvin.DemoFlows;
import dev.praetor.examples.marvin.StandupFlows;
import dev.praetor.spi.SecretProvider;
import dev.praetor.store.RunStore;
import java.util.Optional;
import java.util.Set;

/**
 * The sources of secrets of runs on the command line, in this order: the environment, the local
 * store, and the sample token if the flow is the example.
 */
public final class SecretSources {
  /** The target of the example's flows. */
  public static final String EXAMPLE = DemoFlows.class.getName();

  private static final Set<String> EXAMPLES = Set.of(EXAMPLE, StandupFlows.class.getName());

  private SecretSources() {}

  /**
   * Returns the secrets for a target.
   *
   * @param open the store, if it is open; otherwise it is opened when a secret is not in the
   *     environment
   */
  public static SecretProvider of(String target, Optional<RunStore> open, StoreArguments where) {
    SecretProvider own = SecretProvider.environment().or(new Stored(open, where));
    return EXAMPLES.contains(target) ? own.or(DemoFlows.secrets()) : own;
  }

  /**
   * Returns the secrets for the runs of a server, on a worker that has the database: the
   * environment, and what is granted to their flows.
   */
  public static SecretProvider granted(RunStore store, StoreArguments where) {
    return SecretProvider.environment().or(store.secrets(where.home()).granted());
  }

  private record Stored(Optional<RunStore> open, StoreArguments where) implements SecretProvider {
    @Override
    public Optional<String> find(String name) {
      if (open.isPresent()) {
        return open.get().secrets(where.home()).find(name);
      }
      Optional<RunStore> store = where.openIfThere();
      if (store.isEmpty()) {
        return Optional.empty();
      }
      try (RunStore opened = store.get()) {
        return opened.secrets(where.home()).find(name);
      }
    }

    @Override
    public String advice(String name) {
      return "store it: " + CommandAdvice.setSecret(name) + where.again();
    }
  }
}
