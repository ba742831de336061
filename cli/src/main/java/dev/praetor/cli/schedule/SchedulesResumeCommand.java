package dev.praetor.cli.schedule;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.store.RunStore;
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
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments options = new StoreArguments();

  @Parameters(
      paramLabel = "SCHEDULE",
      description = "The name of the flow, or the id of an added schedule.")
  private String flow = "";

  @Option(
      names = "--catch-up",
      description = "Makes up what was missed, as the schedule's rule for missed times says.")
  private boolean catchUp;

  @Override
  public Integer call() {
    boolean wasPaused;
    try (RunStore store = options.openToRead()) {
      wasPaused = store.schedules().resume(flow, CurrentUser.name(), catchUp);
    }
    spec.commandLine()
        .getOut()
        .println("The schedule of " + flow + (wasPaused ? " is resumed." : " was not paused."));
    return ExitCode.SUCCESS;
  }
}
