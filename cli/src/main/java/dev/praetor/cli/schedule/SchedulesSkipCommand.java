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
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code praetor schedules skip}. */
@Command(
    name = "skip",
    description = "Leaves one time of a schedule out; praetor schedules unskip takes that back.",
    mixinStandardHelpOptions = true)
public final class SchedulesSkipCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();
  @Mixin private ScheduledTime time = new ScheduledTime();

  @Option(names = "--why", paramLabel = "WHY", description = "The reason, which is recorded.")
  private String why = "";

  public SchedulesSkipCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    Instant instant;
    try (ScheduleBook book = options.schedules(clock)) {
      instant = time.instant(book);
      book.skip(time.flow(), instant, why);
    }
    spec.commandLine().getOut().println(time.flow() + " makes no run at " + instant + ".");
    return ExitCode.SUCCESS;
  }
}
