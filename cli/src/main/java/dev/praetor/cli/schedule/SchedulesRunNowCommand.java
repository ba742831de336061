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

/** {@code praetor schedules run-now}. */
@Command(
    name = "run-now",
    description = "Makes a run now with the parameters of a schedule's next time; prints its id.",
    mixinStandardHelpOptions = true,
    footer = {"", "The flow must be registered. The schedule goes on as if nothing had happened."})
public final class SchedulesRunNowCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The name of the flow, or the id of an added schedule.")
  private String schedule = "";

  public SchedulesRunNowCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (ScheduleBook book = options.schedules(clock)) {
      spec.commandLine().getOut().println(book.runNow(schedule));
    }
    return ExitCode.SUCCESS;
  }
}
