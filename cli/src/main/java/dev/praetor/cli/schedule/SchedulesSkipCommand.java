package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.store.RunStore;
import java.time.Instant;
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
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();
  @Mixin private ScheduledTime time = new ScheduledTime();

  @Option(names = "--why", paramLabel = "WHY", description = "The reason, which is recorded.")
  private String why = "";

  @Override
  public Integer call() {
    Instant instant;
    try (RunStore store = options.openToRead()) {
      instant = time.instant(store);
      store.schedules().skip(time.flow(), instant, CurrentUser.name(), why);
    }
    spec.commandLine().getOut().println(time.flow() + " makes no run at " + instant + ".");
    return ExitCode.SUCCESS;
  }
}
