package dev.praetor.cli.secret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor secrets}. */
@Command(
    name = "secrets",
    description = "Stores, lists, grants and deletes secrets, and renews their keys.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Values are encrypted. The master key lies in the home, in the file secrets.key, unless"
          + " PRAETOR_MASTER_KEY or a key service has it. Without it they cannot be read: keep a copy"
          + " of it.",
      "An environment variable of the same name takes precedence, where the task runs.",
      "A run of praetor run reads any secret of its home; on a server, a secret is granted to flows.",
      "",
      "Examples:",
      "  praetor secrets set SLACK_TOKEN",
      "  praetor secrets grant SLACK_TOKEN standup",
      "  praetor secrets list"
    })
public final class SecretsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
