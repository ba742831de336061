package dev.praetor.cli.limit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor limits}. */
@Command(
    name = "limits",
    description = "Limits what runs at the same time, over all processes with the same history.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Whatever is beyond a limit waits, and starts in the order in which it came: see praetor runs"
          + " why.",
      "",
      "Examples:",
      "  praetor limits set db 4              at most 4 attempts of tasks with the tag db",
      "  praetor limits set nightly 1 --flow  at most 1 run of the flow nightly",
      "  praetor limits list",
      "  praetor limits show db               who counts towards the limit now"
    })
public final class LimitsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
