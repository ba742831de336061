package dev.praetor.cli.key;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor keys}. */
@Command(
    name = "keys",
    description = "Makes, lists and revokes the keys with which programs use a server.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A key has a role:",
      "  viewer         sees everything but keys",
      "  operator       also makes, cancels, pauses, approves, restarts and repairs runs",
      "  author         also registers flows, and changes schedules and limits",
      "  administrator  does everything",
      "  worker         runs flows, and sees nothing",
      "",
      "Examples:",
      "  praetor keys create ci --role author --expires 90d > ci.key",
      "  praetor keys list",
      "  praetor keys revoke ci"
    })
public final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
