package dev.praetor.cli.option;

import dev.praetor.engine.packaging.Registration;
import picocli.CommandLine.Option;

/** The option that chooses the project of secrets and of variables. */
public final class ProjectOption {
  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "The project; 'default' by default.")
  private String name = Registration.DEFAULT_PROJECT;

  public String name() {
    return name;
  }
}
