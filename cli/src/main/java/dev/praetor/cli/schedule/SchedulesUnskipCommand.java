package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ScheduleBook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code praetor schedules unskip}. */
@Command(
    name = "unskip",
    description = "Takes back that a time of a schedule is left out.",
    mixinStandardHelpOptions = true)
public final class SchedulesUnskipCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();
  @Mixin private ScheduledTime time = new ScheduledTime();

  public SchedulesUnskipCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Instant instant;
    boolean wasSkipped;
    try (ScheduleBook book = options.schedules(clock)) {
      instant = time.instant(book);
      wasSkipped = book.unskip(time.flow(), instant);
    }
    spec.commandLine()
        .getOut()
        .println(
            wasSkipped
                ? time.flow() + " makes a run at " + instant + " again."
                : instant + " was not left out of the schedule of " + time.flow() + ".");
    return ExitCode.SUCCESS;
  }
}
