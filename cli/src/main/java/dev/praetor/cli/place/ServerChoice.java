package dev.praetor.cli.place;

import dev.praetor.cli.error.UsageException;
import dev.praetor.client.Authorities;
import dev.praetor.server.LocalServer;
import dev.praetor.server.PraetorServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules by which a command finds a server and its key: options first, then the environment,
 * then the profile in use.
 *
 * @param environment the variables of the environment
 * @param home the home of the user, with the profiles, and with the administrator's key if a server
 *     runs on it
 */
public record ServerChoice(Map<String, String> environment, Path home) {
  /** The variable with the file of the authorities to trust. */
  public static final String CA_CERT = "PRAETOR_CA_CERT";

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?", Pattern.CASE_INSENSITIVE);

  /** The options of a command; null if they are not given. */
  record Given(
      @Nullable String server,
      @Nullable String key,
      @Nullable Path keyFile,
      @Nullable Path caCert) {
    Given(@Nullable String server, @Nullable String key, @Nullable Path keyFile) {
      this(server, key, keyFile, null);
    }

    /** Returns whether there is something that only a server needs. */
    boolean isForServer() {
      return key != null || keyFile != null || caCert != null;
    }
  }

  /** Returns whether the options or the environment name a server. */
  boolean isNamed(Given given) {
    return given.server() != null || variable("PRAETOR_SERVER").isPresent();
  }

  /** Returns the server that the options name, or else the environment, or the profile in use. */
  Optional<ServerAddress> find(Given given) {
    return url(given).map(url -> new ServerAddress(url, key(given, url), authorities(given, url)));
  }

  /** Returns the server as {@link #find} does, or else the server of the home. */
  ServerAddress require(Given given) {
    return find(given).orElseGet(() -> ofHome(given));
  }

  /** Returns the server of the home, with the administrator's key before that of a profile. */
  private ServerAddress ofHome(Given given) {
    String url = urlOfHome();
    return new ServerAddress(url, keyOfHome(given, url), authorities(given, url));
  }

  private String keyOfHome(Given given, String url) {
    if (givesKey(given)) {
      return key(given, url);
    }
    if (PraetorServer.runningAt(home).isPresent()) {
      return Files.isReadable(PraetorServer.keyFile(home)) ? homeKey(url) : key(given, url);
    }
    // Whoever else listens at that address must not get the administrator's key.
    if (Profiles.in(home).of(url).isEmpty()) {
      throw new UsageException(
          "no server runs on the home %s; start one there with praetor server, or name one with --server URL"
              .formatted(home));
    }
    return key(given, url);
  }

  private boolean givesKey(Given given) {
    return given.key() != null
        || given.keyFile() != null
        || variable("PRAETOR_API_KEY").isPresent();
  }

  /** Returns the server that runs on the home, if there is one, with the administrator's key. */
  Optional<ServerAddress> running() {
    return PraetorServer.runningAt(home)
        .map(own -> own.url().toString())
        .map(url ->
            new ServerAddress(
                url, homeKey(url), authorities(new Given(null, null, null, null), url)));
  }

  /** Returns the server as {@link #require} does, without a key. */
  ServerAddress withoutKey(Given given) {
    String url = url(given).orElseGet(this::urlOfHome);
    return new ServerAddress(url, "", authorities(given, url));
  }

  private Authorities authorities(Given given, String url) {
    Authorities trusted = trusted(given, url);
    return PraetorServer.runningAt(home)
        .filter(own -> own.url().toString().equals(ServerAddress.plain(url)))
        .flatMap(LocalServer::certificate)
        .map(trusted::withCertificate)
        .orElse(trusted);
  }

  private Authorities trusted(Given given, String url) {
    return Optional.ofNullable(given.caCert())
        .map(Authorities::in)
        .or(() -> authorities(environment))
        .or(() -> Profiles.in(home).of(url).flatMap(Profile::caCert).map(Authorities::in))
        .orElse(Authorities.OF_THE_JVM);
  }

  /** Returns the authorities to trust that an environment names. */
  public static Optional<Authorities> authorities(Map<String, String> environment) {
    return Optional.ofNullable(environment.get(CA_CERT))
        .filter(text -> !text.isBlank())
        .map(text -> Authorities.in(Path.of(text.strip())));
  }

  private String urlOfHome() {
    return PraetorServer.runningAt(home)
        .map(own -> own.url().toString())
        .orElse("http://127.0.0.1:4200");
  }

  private Optional<String> url(Given given) {
    return Optional.ofNullable(given.server())
        .or(() -> variable("PRAETOR_SERVER"))
        .or(() -> Profiles.in(home).used().map(Profile::server))
        .map(ServerAddress::checked);
  }

  private String key(Given given, String url) {
    if (given.key() != null && given.keyFile() != null) {
      throw new UsageException("give --key or --key-file, not both");
    }
    return Optional.ofNullable(given.key())
        .or(() -> Optional.ofNullable(given.keyFile()).map(ServerChoice::read))
        .or(() -> variable("PRAETOR_API_KEY"))
        .or(() -> Profiles.in(home).of(url).map(Profile::key))
        .or(() -> isOfHome(url) ? Optional.of(homeKey(url)) : Optional.empty())
        .orElseThrow(() ->
            new UsageException(
                "there is no key for the server at %s; give it in PRAETOR_API_KEY, with --key-file"
                        .formatted(url)
                    + " FILE, or once with praetor profile add NAME --server "
                    + url));
  }

  /** Returns the key in a file. */
  public static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException("there is no file " + file + " with a key that can be read");
    }
  }

  /** Returns whether a server may have the home, so that the key there is meant for it. */
  private boolean isOfHome(String url) {
    String plain = ServerAddress.plain(url);
    if (PraetorServer.runningAt(home).stream()
        .flatMap(own -> own.urls().stream())
        .anyMatch(own -> ServerAddress.plain(own.toString()).equals(plain))) {
      return true;
    }
    try {
      String host = URI.create(plain).getHost();
      return host != null && LOOPBACK.matcher(host).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private String homeKey(String url) {
    Path file = PraetorServer.keyFile(home);
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException(
          "the key of the server at %s is not in %s; give it in PRAETOR_API_KEY or with --key-file"
                  .formatted(url, file)
              + " FILE, or name the server's home with PRAETOR_HOME");
    }
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }
}
