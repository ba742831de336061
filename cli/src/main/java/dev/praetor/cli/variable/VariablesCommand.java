package dev.praetor.cli.variable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor variables}. */
@Command(
    name = "variables",
    description = "Sets, shows, lists and deletes variables, which tasks read by name.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A variable is a value that is not secret: an address, a channel, a threshold. It belongs to a"
          + " project, and tasks read it with Variable.named(\"NAME\").get(), each time its present"
          + " value. Where none is stored, the environment variable PRAETOR_VARIABLE_NAME counts,"
          + " where the task runs.",
      "What nobody should read belongs into praetor secrets.",
      "",
      "Examples:",
      "  praetor variables set CHANNEL '#general'",
      "  praetor variables get CHANNEL",
      "  praetor variables list"
    })
public final class VariablesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
