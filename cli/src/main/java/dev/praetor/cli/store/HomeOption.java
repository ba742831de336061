package dev.praetor.cli.store;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the home whose store is copied. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home to copy; by default PRAETOR_HOME, or ~/.praetor.")
  private @Nullable Path home;

  Path home() {
    return Optional.ofNullable(home)
        .or(() -> environment("PRAETOR_HOME").map(Path::of))
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".praetor"))
        .toAbsolutePath()
        .normalize();
  }

  static Optional<String> environment(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isBlank());
  }
}
