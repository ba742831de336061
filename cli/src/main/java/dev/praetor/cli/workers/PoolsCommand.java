package dev.praetor.cli.workers;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor pools}. */
@Command(
    name = "pools",
    description = "Shows the pools of workers, pauses them and limits their runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A flow names the pool of its workers with .pool(\"NAME\"), a worker the pools whose runs it takes"
          + " with --pool NAME. Whoever names none means the pool default.",
      "",
      "Examples:",
      "  praetor pools list",
      "  praetor pools pause reports --why \"the database is moved\"",
      "  praetor pools resume reports",
      "  praetor pools limit reports 5"
    })
public final class PoolsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
