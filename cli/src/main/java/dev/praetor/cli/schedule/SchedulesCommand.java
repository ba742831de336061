package dev.praetor.cli.schedule;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor schedules}. */
@Command(
    name = "schedules",
    description = "Lists, pauses and resumes the schedules of served flows, and leaves out times.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "A flow is served by praetor run … --on-schedule, or by an application with serve(…). All"
          + " processes that serve it obey within a second.",
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
