package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import dev.praetor.store.model.FlowSchedule;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor schedules add}. */
@Command(
    name = "add",
    description = "Adds a schedule to a registered flow, beside the schedule in its code.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The schedule belongs to the flow, and new versions keep it. A server makes its runs.",
      "Examples:",
      "  praetor schedules add report --cron '30 8 * * MON-FRI' --in America/New_York -p office=DC",
      "  praetor schedules add report --every 6h --catch-up none"
    })
public final class SchedulesAddCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private ClockOptions terms = new ClockOptions();

  @Parameters(paramLabel = "FLOW", description = "The name of the flow.")
  private String flow = "";

  @Option(names = "--json", description = "Prints the schedule as a JSON object.")
  private boolean json;

  public SchedulesAddCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    try (ScheduleBook book = options.schedules(clock)) {
      Map<String, Object> given = parameters.values(book.flows().description(flow));
      FlowSchedule added = book.add(flow, terms.added(given));
      new ScheduleText(clock.instant()).print(added, json, spec.commandLine().getOut());
    }
    return ExitCode.SUCCESS;
  }
}
