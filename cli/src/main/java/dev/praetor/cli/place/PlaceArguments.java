package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options that choose the place where a command works, without {@code --key}, which means
 * something else in some commands.
 */
public class PlaceArguments {
  @Mixin private StoreArguments store = new StoreArguments();

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "A server to work on instead; by default PRAETOR_SERVER, or the profile in use (see"
              + " praetor profile).")
  private @Nullable String server;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description = "A file with the key for the server.")
  private @Nullable Path keyFile;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description =
          "A file with the certificates of the authorities to trust, in the form PEM, instead of"
              + " the authorities of Java; by default PRAETOR_CA_CERT, or that of a profile.")
  private @Nullable Path caCert;

  /** Returns the key that was given as an option; null if none was. */
  @Nullable String key() {
    return null;
  }

  /**
   * Returns the server on which the command works: the named server, else the server of the home,
   * which records who changes what. Empty if the command works on a store.
   *
   * @throws UsageException if the options contradict each other, or there is no key
   */
  public Optional<ServerAddress> server() {
    Optional<ServerAddress> named = namedServer();
    return named.isEmpty() && store.location() instanceof StoreLocation.Home home
        ? new ServerChoice(System.getenv(), home.folder()).running()
        : named;
  }

  /**
   * Returns the server that an option, the environment or a profile names, for commands that only
   * read runs, events and the audit log, and for commands that need the code of a run.
   *
   * @throws UsageException if the options contradict each other, or there is no key
   */
  public Optional<ServerAddress> namedServer() {
    ServerChoice.Given given = new ServerChoice.Given(server, key(), keyFile, caCert);
    if (store.areGiven()) {
      if (server != null || given.isForServer()) {
        throw new UsageException(
            "give --server, or --home or --store, not both: a server has a store of its own");
      }
      return Optional.empty();
    }
    ServerChoice choice = new ServerChoice(System.getenv(), store.home());
    if (!choice.isNamed(given) && store.nameDatabase()) {
      return Optional.empty(); // A database of the environment comes before a profile.
    }
    Optional<ServerAddress> found = choice.find(given);
    if (found.isEmpty() && given.isForServer()) {
      throw new UsageException(
          "a key, or an authority, is for a server; name it with --server URL");
    }
    return found;
  }

  /** Returns the options of the store, for a command that does not work on a server. */
  public StoreArguments store() {
    return store;
  }

  /** Returns the options with which another command finds the same place. */
  public String again() {
    return server == null ? store.again() : " --server " + server;
  }

  /** Returns the registered flows of the place, to register others. */
  public FlowCatalog catalog(InstantSource clock) {
    return server()
        .<FlowCatalog>map(address -> new ServerCatalog(address.client()))
        .orElseGet(() -> new StoreCatalog(store.open(), clock));
  }

  /** Returns the registered flows of the place; empty if there is no store. */
  public Optional<FlowCatalog> catalogIfThere(InstantSource clock) {
    Optional<ServerAddress> address = server();
    return address.isPresent()
        ? Optional.of(new ServerCatalog(address.get().client()))
        : store.openIfThere().map(open -> new StoreCatalog(open, clock));
  }

  /**
   * Returns the schedules of the place; nothing is created if there is no store.
   *
   * @throws UsageException if there is no store
   */
  public ScheduleBook schedules(InstantSource clock) {
    return server()
        .<ScheduleBook>map(address -> new ServerBook(address.client()))
        .orElseGet(() -> new StoreBook(store.openToRead(), clock));
  }

  /** Returns the schedules of the place; empty if there is no store. */
  public Optional<ScheduleBook> schedulesIfThere(InstantSource clock) {
    Optional<ServerAddress> address = server();
    return address.isPresent()
        ? Optional.of(new ServerBook(address.get().client()))
        : store.openIfThere().map(open -> new StoreBook(open, clock));
  }

  /** Returns the workers of the place, and nothing is created if there is no store. */
  public WorkerBook workersToRead() {
    return workers(store::openToRead);
  }

  /** Returns the workers of the place, to change their pools. */
  public WorkerBook workers() {
    return workers(store::open);
  }

  private WorkerBook workers(Supplier<RunStore> opened) {
    return server()
        .<WorkerBook>map(address -> new ServerWorkers(address.client()))
        .orElseGet(() -> new StoreWorkers(opened.get()));
  }

  /** Returns the workers of the place; empty if there is no store. */
  public Optional<WorkerBook> workersIfThere() {
    Optional<ServerAddress> address = server();
    return address.isPresent()
        ? Optional.of(new ServerWorkers(address.get().client()))
        : store.openIfThere().map(StoreWorkers::new);
  }

  /** Returns the limits of the place. */
  public RunLimits limits() {
    return server().<RunLimits>map(ServerLimits::new).orElseGet(() -> new StoreLimits(store));
  }

  /** Returns the secrets of a project of the place. */
  public SecretBook secrets(String project) {
    return server()
        .<SecretBook>map(address -> new ServerSecrets(address, project))
        .orElseGet(() -> new StoreSecrets(store, project));
  }

  /** Returns the variables of a project of the place. */
  public VariableBook variables(String project) {
    return server()
        .<VariableBook>map(address -> new ServerVariables(address, project))
        .orElseGet(() -> new StoreVariables(store, project));
  }

  /** Returns the events of the place. */
  public EventLog events() {
    return namedServer().<EventLog>map(ServerEvents::new).orElseGet(() -> new StoreEvents(store));
  }

  /** Returns the audit log of the place. */
  public AuditTrail audit() {
    return namedServer().<AuditTrail>map(ServerAudit::new).orElseGet(() -> new StoreAudit(store));
  }

  /** Returns the runs of the place; nothing is created if there is no store. */
  public RecordedRuns runsToRead() {
    return namedServer()
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
