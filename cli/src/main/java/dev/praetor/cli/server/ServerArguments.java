package dev.praetor.cli.server;

import dev.praetor.cli.error.UsageException;
import dev.praetor.server.PraetorServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options with which a command finds a server, and proves who calls it. */
final class ServerArguments {
  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The address of the server; by default PRAETOR_SERVER, or http://127.0.0.1:4200.")
  private @Nullable String server;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key; by default PRAETOR_API_KEY, or the administrator's key in the home. Others can"
              + " see the arguments of a command while it runs.")
  private @Nullable String key;

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description =
          "The home with the administrator's key; by default PRAETOR_HOME, or ~/.praetor.")
  private @Nullable Path home;

  /**
   * Returns the server.
   *
   * @throws UsageException if its address is malformed, or there is no key
   */
  ServerClient client() {
    String url = given(server, "PRAETOR_SERVER").orElse("http://127.0.0.1:4200");
    URI address;
    try {
      address = URI.create(url.replaceAll("/+$", ""));
    } catch (IllegalArgumentException e) {
      throw malformed(url);
    }
    boolean isHttp = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
    if (!isHttp || address.getHost() == null) {
      throw malformed(url);
    }
    return new ServerClient(address, given(key, "PRAETOR_API_KEY").orElseGet(this::homeKey));
  }

  private static UsageException malformed(String url) {
    return new UsageException(
        "a server is named by a URL such as http://127.0.0.1:4200, not '" + url + "'");
  }

  private String homeKey() {
    Path folder =
        Optional.ofNullable(home)
            .or(() -> environment("PRAETOR_HOME").map(Path::of))
            .orElseGet(() -> Path.of(System.getProperty("user.home"), ".praetor"));
    Path file = PraetorServer.keyFile(folder.toAbsolutePath().normalize());
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UsageException(
          "the key of the server is not in %s; give it in PRAETOR_API_KEY, or name the server's home"
                  .formatted(file)
              + " with --home DIR");
    }
  }

  private static Optional<String> given(@Nullable String option, String variable) {
    return Optional.ofNullable(option).or(() -> environment(variable));
  }

  private static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }
}
