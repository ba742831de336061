package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.store.RunStore;
import java.time.Instant;
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
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();
  @Mixin private ScheduledTime time = new ScheduledTime();

  @Override
  public Integer call() {
    Instant instant;
    boolean wasSkipped;
    try (RunStore store = options.openToRead()) {
      instant = time.instant(store);
      wasSkipped = store.schedules().unskip(time.flow(), instant);
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
