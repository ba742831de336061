package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose the place where a command works: a store, or a server. */
public final class PlaceOptions {
  @Mixin private StoreArguments store = new StoreArguments();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "A server to work on instead; by default PRAETOR_SERVER, or the profile in use (see"
              + " praetor profile).")
  private @Nullable String server;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key for the server; by default PRAETOR_API_KEY, that of a profile, or admin.key in"
              + " the home. Other users of this machine can see the arguments of a command.")
  private @Nullable String key;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A file with the key for the server.")
  private @Nullable Path keyFile;

  /**
   * Returns the server on which the command works; empty if it works on a store.
   *
   * @throws UsageException if the options contradict each other, or there is no key
   */
  public Optional<ServerAddress> server() {
    ServerChoice.Given given = new ServerChoice.Given(server, key, keyFile);
    if (store.areGiven()) {
      if (server != null || given.hasKey()) {
        throw new UsageException(
            "give --server, or --home or --store, not both: a server has a store of its own");
      }
      return Optional.empty();
    }
    if (server == null && store.nameDatabase()) {
      return Optional.empty();
    }
    Optional<ServerAddress> found = new ServerChoice(System.getenv(), store.home()).find(given);
    if (found.isEmpty() && given.hasKey()) {
      throw new UsageException("a key is for a server; name it with --server URL");
    }
    return found;
  }

  /** Returns the options of the store, for a command that does not work on a server. */
  public StoreArguments store() {
    return store;
  }

  /**
   * Returns the options of the store.
   *
   * @param instead the thing to do instead on a server
   * @throws UsageException if a server is chosen
   */
  public StoreArguments storeOnly(String command, String instead) {
    server()
        .ifPresent(address -> {
          throw new UsageException(
              "praetor %s does not work on a server, here %s; %s"
                  .formatted(command, address.url(), instead));
        });
    return store;
  }

  /** Returns the options with which another command finds the same place. */
  public String again() {
    return server == null ? store.again() : " --server " + server;
  }

  /** Returns the registered flows of the place, to register others. */
  public FlowCatalog catalog() {
    return server()
        .<FlowCatalog>map(address -> new ServerCatalog(address.client()))
        .orElseGet(() -> new StoreCatalog(store.open()));
  }

  /** Returns the limits of the place. */
  public RunLimits limits() {
    return server().<RunLimits>map(ServerLimits::new).orElseGet(() -> new StoreLimits(store));
  }

  /** Returns the runs of the place; nothing is created if there is no store. */
  public RecordedRuns runsToRead() {
    return server()
        .<RecordedRuns>map(address -> new ServerRuns(address.client()))
        .orElseGet(() -> new StoreRuns(store.openToRead()));
  }

  /** Returns the runs of the place, to change them. */
  public RecordedRuns runs() {
    return server()
        .<RecordedRuns>map(address -> new ServerRuns(address.client()))
        .orElseGet(() -> new StoreRuns(store.open()));
  }
}
