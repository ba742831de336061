package dev.praetor.cli.schedule;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor schedules}. */
@Command(
    name = "schedules",
    description = "Lists, adds, pauses and resumes schedules of flows, and leaves out times.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A flow is served by praetor run … --on-schedule, by an application with serve(…), or, once it"
          + " is registered, by a server. All processes that serve it obey within a second. The"
          + " schedule in the code of a flow is named by the flow; a schedule that people added has an"
          + " id of its own.",
      "",
      "Examples:",
      "  praetor schedules next --for 7d",
      "  praetor schedules pause daily-report --why 'the source is being moved'",
      "  praetor schedules skip daily-report 2026-12-25T08:30 --why 'a holiday'"
    })
public final class SchedulesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
