package dev.praetor.cli.flows;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor flows}. */
@Command(
    name = "flows",
    description = "Lists, shows, compares, runs, sets up and archives registered flows.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Flows are registered with praetor register. A flow that is not registered is shown by praetor"
          + " flow show FILE.",
      "",
      "Examples:",
      "  praetor flows list",
      "  praetor flows diff reminder      the current version and the one before it",
      "  praetor flows diff reminder 2 5"
    })
public final class FlowsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
