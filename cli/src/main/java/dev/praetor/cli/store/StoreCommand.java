package dev.praetor.cli.store;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor store}. */
@Command(
    name = "store",
    description = "Backs up a home, or copies its history to a database.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  praetor store backup /backup/2026-03-06       while everything goes on",
      "  praetor store copy jdbc:postgresql://db/runs  to use it with several servers"
    })
public final class StoreCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
