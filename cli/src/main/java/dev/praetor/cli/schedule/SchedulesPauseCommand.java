package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor schedules pause}. */
@Command(
    name = "pause",
    description = "Pauses the schedule of a flow; runs in progress go on.",
    mixinStandardHelpOptions = true)
public final class SchedulesPauseCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The name of the flow, or the id of an added schedule.")
  private String flow = "";

  @Option(
      names = "--why",
      paramLabel = "WHY",
      required = true,
      description = "The reason, which is recorded.")
  private String why = "";

  public SchedulesPauseCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    try (ScheduleBook book = options.schedules(clock)) {
      book.pause(flow, why);
    }
    spec.commandLine().getOut().println("The schedule of " + flow + " is paused.");
    return ExitCode.SUCCESS;
  }
}
