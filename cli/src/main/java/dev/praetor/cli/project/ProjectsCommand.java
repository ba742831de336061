package dev.praetor.cli.project;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor projects}. */
@Command(
    name = "projects",
    description = "Makes and lists projects, in each of which flows have names of their own.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A flow of a project is named PROJECT/NAME wherever a command takes a flow, and NAME alone in"
          + " the project 'default'. A key can be limited to a project.",
      "",
      "Examples:",
      "  praetor projects add staging",
      "  praetor register flows.jar --project staging",
      "  praetor flows run staging/standup-reminder",
      "  praetor keys create ci --role author --project staging"
    })
public final class ProjectsCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
