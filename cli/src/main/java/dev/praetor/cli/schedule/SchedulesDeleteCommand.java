package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor schedules delete}. */
@Command(
    name = "delete",
    description = "Deletes a schedule that was added to a flow; runs that it made stay.",
    mixinStandardHelpOptions = true)
public final class SchedulesDeleteCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The id of the schedule, as praetor schedules list shows it.")
  private String schedule = "";

  public SchedulesDeleteCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (ScheduleBook book = options.schedules(clock)) {
      book.delete(schedule);
    }
    spec.commandLine().getOut().println("Schedule " + schedule + " is deleted.");
    return ExitCode.SUCCESS;
  }
}
