package dev.praetor.cli.store;

import dev.praetor.cli.option.StoreArguments;
import java.nio.file.Path;
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
    return StoreArguments.homeOr(home);
  }
}
