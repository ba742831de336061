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
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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

  @Option(names = "--key-file", paramLabel = "FILE", description = "A file with the key.")
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
  Servers all(List<URI> addresses, Path home) {
    try {
      return new Servers(
          addresses,
          key(home),
          Optional.ofNullable(caCert)
              .map(Authorities::in)
              .or(() -> ServerChoice.authorities(System.getenv()))
              .orElse(Authorities.OF_THE_JVM));
    } catch (IllegalArgumentException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private String key(Path home) {
    if (key != null && keyFile != null) {
      throw new UsageException("give --key or --key-file, not both");
    }
    return Optional.ofNullable(key)
        .or(() -> Optional.ofNullable(keyFile).map(ServerChoice::read))
        .or(() -> environment("PRAETOR_API_KEY"))
        .orElseGet(() -> homeKey(home));
  }

  private static String homeKey(Path home) {
    Path file = PraetorServer.keyFile(home);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException(
          "the key of the server is not in %s; give it in PRAETOR_API_KEY".formatted(file));
    }
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }

  /**
   * Returns the connection to the servers, one of which has taken the key.
   *
   * @throws UsageException if no server answers, or the first that answers refuses
   */
  ServerLink link(Servers servers) {
    List<WorkerProtocol> requests;
    try {
      requests =
          servers.addresses().stream()
              .map(each -> WorkerProtocol.at(each, servers.key(), servers.authorities()))
              .toList();
    } catch (PraetorException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    ServerLink link = new ServerLink(requests);
    try {
      link.check();
    } catch (PraetorException e) {
      link.close();
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return link;
  }

  @Override
  public String toString() {
    return "servers " + Arrays.toString(given.toArray()); // Without the key.
  }
}
