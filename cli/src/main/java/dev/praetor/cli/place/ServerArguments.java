package dev.praetor.cli.place;

import dev.praetor.cli.option.StoreArguments;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with which a command that only talks to a server finds it. */
public final class ServerArguments {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The address of the server; by default PRAETOR_SERVER, the profile in use, the server that"
              + " runs on the home, or http://127.0.0.1:4200.")
  private @Nullable String server;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key; by default PRAETOR_API_KEY, that of a profile, or the administrator's key in the"
              + " home. Other users of this machine can see the arguments of a command.")
  private @Nullable String key;

  @Option(names = "--key-file", paramLabel = "FILE", description = "A file with the key.")
  private @Nullable Path keyFile;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description =
          "A file with the certificates of the authorities to trust, in the form PEM, instead of"
              + " the authorities of Java; by default PRAETOR_CA_CERT, or that of a profile.")
  private @Nullable Path caCert;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home of the server; by default PRAETOR_HOME, or ~/.praetor.")
  private @Nullable Path home;

  /** Returns the server; a home that is named comes before the environment and profiles. */
  public ServerAddress address() {
    return choice().require(given());
  }

  /** Returns the address of the server, for requests that need no key. */
  public ServerAddress withoutKey() {
    return choice().withoutKey(given());
  }

  private ServerChoice.Given given() {
    return new ServerChoice.Given(server, key, keyFile, caCert);
  }

  private ServerChoice choice() {
    return home == null
        ? new ServerChoice(System.getenv(), StoreArguments.homeOr(null))
        : new ServerChoice(Map.of(), StoreArguments.homeOr(home));
  }
}
