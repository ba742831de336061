package dev.praetor.cli.place;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose the place where a command works: a store, or a server. */
public final class PlaceOptions extends PlaceArguments {
  @Option(
      names = "--key",
      paramLabel = "KEY",
      description =
          "The key for the server; by default PRAETOR_API_KEY, that of a profile, or admin.key in"
              + " the home. Other users of this machine can see the arguments of a command.")
  private @Nullable String key;

  @Override
  @Nullable String key() {
    return key;
  }
}
