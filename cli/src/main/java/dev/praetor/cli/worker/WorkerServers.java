package dev.praetor.cli.worker;

import dev.praetor.PraetorException;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.place.ServerChoice;
import dev.praetor.client.Authorities;
import dev.praetor.client.WorkerProtocol;
import dev.praetor.server.PraetorServer;
import dev.praetor.worker.ServerLink;
import dev.praetor.worker.runner.Servers;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a worker that reaches its runs through servers, without a database. */
public final class WorkerServers {
  @Option(
      names = "--server",
      paramLabel = "URL",
      split = ",",
      description = {
        "A server, instead of a database; by default PRAETOR_SERVER, unless a store is named.",
        "Several servers with one database are given with commas, or each with an option: the next"
            + " one is asked when one is away."
      })
  private List<String> given = new ArrayList<>();

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key of the servers; by default PRAETOR_API_KEY, or the administrator's key in the"
              + " home. Others can see the arguments of a command while it runs.")
  private @Nullable String key;

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "A file with the key. It is read again for each request, so that another key there is used"
              + " from then on.")
  private @Nullable Path keyFile;

  /**
   * Returns the servers; none if the worker uses a database.
   *
   * @throws UsageException if an address is malformed, or a store is named too
   */
  List<URI> addresses(StoreArguments place) {
    boolean hasStore = !place.again().isEmpty();
    if (!given.isEmpty() && hasStore) {
      throw new UsageException("give --server, or a store with --home or --store, not both");
    }
    List<String> all =
        !given.isEmpty() || hasStore
            ? given
            : environment("PRAETOR_SERVER").map(text -> List.of(text.split(","))).orElse(List.of());
    return all.stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(WorkerServers::address)
        .toList();
  }

  private static URI address(String text) {
    try {
      return URI.create(text.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "a server is named by a URL such as http://127.0.0.1:4200, not '" + text + "'");
    }
  }

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description = {
        "A file with the certificates of the authorities to trust, in the form PEM, instead of those"
            + " that Java trusts; by default PRAETOR_CA_CERT."
      })
  private @Nullable Path caCert;

  /**
   * Returns the servers at these addresses, with the key and the authorities to trust.
   *
   * @throws UsageException if they cannot be used
   */
  Servers all(List<URI> addresses, WorkerKey key) {
    try {
      return new Servers(
          addresses,
          key.get(),
          Optional.ofNullable(caCert)
              .map(Authorities::in)
              .or(() -> ServerChoice.authorities(System.getenv()))
              .orElse(Authorities.OF_THE_JVM));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns the key of the servers.
   *
   * @throws UsageException if there is none
   */
  WorkerKey key(Path home) {
    if (key != null && keyFile != null) {
      throw new UsageException("give --key or --key-file, not both");
    }
    Path own = PraetorServer.keyFile(home);
    return Optional.ofNullable(key)
        .map(WorkerKey::of)
        .or(() ->
            Optional.ofNullable(keyFile)
                .map(file ->
                    WorkerKey.in(
                        file, "there is no file " + file + " with a key that can be read")))
        .or(() -> environment("PRAETOR_API_KEY").map(text -> WorkerKey.of(text.strip())))
        .orElseGet(() ->
            WorkerKey.in(
                own,
                "the key of the server is not in %s; give it in PRAETOR_API_KEY, or with"
                        .formatted(own)
                    + " --key-file FILE"));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }

  /**
   * Returns the connection to the servers.
   *
   * @throws UsageException if an address, the key or the authorities cannot be used
   */
  ServerLink link(Servers servers, WorkerKey key) {
    try {
      return new ServerLink(
          servers.addresses().stream()
              .map(each -> WorkerProtocol.at(each, key, servers.authorities()))
              .toList(),
          key::renewed);
    } catch (PraetorException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "servers " + Arrays.toString(given.toArray()); // Without the key.
  }
}
