package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import dev.praetor.store.model.FlowSchedule;
import dev.praetor.store.schedule.Schedules;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor schedules show}. */
@Command(
    name = "show",
    description = "Shows a schedule, its pause, the times that are left out, and the next one.",
    mixinStandardHelpOptions = true)
public final class SchedulesShowCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The name of the flow, or the id of an added schedule.")
  private String schedule = "";

  @Option(names = "--json", description = "Prints the schedule as a JSON object.")
  private boolean json;

  public SchedulesShowCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (ScheduleBook book = options.schedules(clock)) {
      FlowSchedule found = book.find(schedule).orElseThrow(() -> Schedules.noSchedule(schedule));
      new ScheduleText(clock.instant()).print(found, json, spec.commandLine().getOut());
    }
    return ExitCode.SUCCESS;
  }
}
