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

/** {@code praetor schedules resume}. */
@Command(
    name = "resume",
    description = "Resumes the schedule of a flow, which continues from now.",
    mixinStandardHelpOptions = true)
public final class SchedulesResumeCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The name of the flow, or the id of an added schedule.")
  private String flow = "";

  @Option(
      names = "--catch-up",
      description = "Makes up what was missed, as the schedule's rule for missed times says.")
  private boolean catchUp;

  public SchedulesResumeCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    boolean wasPaused;
    try (ScheduleBook book = options.schedules(clock)) {
      wasPaused = book.resume(flow, catchUp);
    }
    spec.commandLine()
        .getOut()
        .println("The schedule of " + flow + (wasPaused ? " is resumed." : " was not paused."));
    return ExitCode.SUCCESS;
  }
}
