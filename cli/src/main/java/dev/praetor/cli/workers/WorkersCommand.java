package dev.praetor.cli.workers;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor workers}. */
@Command(
    name = "workers",
    description = "Shows the workers that run registered flows, and ends them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A worker is named by its name, its id or the first characters of its id.",
      "",
      "Examples:",
      "  praetor workers list",
      "  praetor workers show builder",
      "  praetor workers drain builder"
    })
public final class WorkersCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
