package dev.praetor.cli.secret;

import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.SecretBook;
import dev.praetor.engine.packaging.Registration;
import picocli.CommandLine.Option;

/** The option that chooses the project of secrets. */
public final class ProjectOption {
  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The project of the secret; 'default' by default.")
  private String name = Registration.DEFAULT_PROJECT;

  /** Returns the secrets of the project in a place. */
  SecretBook in(PlaceOptions place) {
    return place.secrets(name);
  }
}
