package dev.praetor.cli.audit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor audit}. */
@Command(
    name = "audit",
    description =
        "Shows who changed what on a server and what was refused to whom, and verifies that no"
            + " row of that log was changed or taken out.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  praetor audit list --actor ci --since 2d",
      "  praetor audit verify",
      "  praetor audit verify --head 1234:0a1b…"
    })
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
