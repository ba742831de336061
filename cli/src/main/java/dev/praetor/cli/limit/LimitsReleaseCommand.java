package dev.praetor.cli.limit;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.runs.RunSelector;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor limits release}. */
@Command(
    name = "release",
    description = "Takes the slot of a limited tag from the attempt that holds it.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The next attempt that waits gets the slot. The attempt that held it goes on and is not"
          + " counted any more, so more of them than the limit may run until it has ended; to end it,"
          + " cancel its run. See praetor limits show for who holds slots."
    })
public final class LimitsReleaseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The name of the tag.")
  private String name = "";

  @Parameters(
      index = "1",
      paramLabel = "RUN",
      description = "The run: its id or the beginning of its id.")
  private String run = "";

  @Parameters(index = "2", paramLabel = "TASK", description = "The task run, such as send[3].")
  private String task = "";

  @Override
  public Integer call() {
    RunId id;
    try (RecordedRuns runs = place.runsToRead()) {
      id = RunSelector.find(runs, run).id();
    }
    TaskPath path = TaskPath.parse(task);
    place.limits().release(name, id, path);
    spec.commandLine()
        .getOut()
        .println(
            "the slot of tag '%s' that %s of run %s held is free; its attempt goes on uncounted"
                .formatted(name, path, id));
    return ExitCode.SUCCESS;
  }
}
