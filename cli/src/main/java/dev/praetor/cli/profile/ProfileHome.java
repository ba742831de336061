package dev.praetor.cli.profile;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.place.Profile;
import dev.praetor.cli.place.Profiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the home with the profiles. */
final class ProfileHome {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "The home with the profiles; by default PRAETOR_HOME, or ~/.praetor.")
  private @Nullable Path home;

  Profiles profiles() {
    return Profiles.in(StoreArguments.homeOr(home));
  }

  /** Returns the profile of a name. */
  Profile require(String name) {
    return profiles()
        .find(name)
        .orElseThrow(() ->
            new UsageException(
                "there is no profile '" + name + "'; praetor profile list shows all"));
  }
}
