package dev.praetor.cli.secret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor secrets}. */
@Command(
    name = "secrets",
    description = "Stores, lists and deletes the secrets of local runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Values are encrypted with a key that lies in the home, in the file secrets.key. Without that"
          + " file they cannot be read: keep a copy of it.",
      "An environment variable of the same name takes precedence.",
      "",
      "Examples:",
      "  praetor secrets set SLACK_TOKEN",
      "  praetor secrets list"
    })
public final class SecretsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
