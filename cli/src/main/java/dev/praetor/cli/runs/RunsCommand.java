package dev.praetor.cli.runs;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor runs}. */
@Command(
    name = "runs",
    description = "Lists, inspects and manages recorded runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "RUN is the id of a run, at least 4 characters of its beginning, or 'latest'.",
      "TASK is a task run: report, or send[3] for a child of a mapped node.",
      "",
      "Examples:",
      "  praetor runs list --state failed",
      "  praetor runs show latest",
      "  praetor runs restart latest --plan",
      "  praetor runs replay latest 'send[3]'"
    })
public final class RunsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
