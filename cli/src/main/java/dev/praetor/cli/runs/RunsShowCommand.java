package dev.praetor.cli.runs;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.RunPrinter;
import dev.praetor.cli.text.TaskPrinter;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs show}. */
@Command(
    name = "show",
    description =
        "Shows a run: every node, what failed and why, and what did not run because of that.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Only the record is read: the flow's code need not exist any more.",
      "Examples:",
      "  praetor runs show latest",
      "  praetor runs show 0198f3a2 'send[3]'"
    })
public final class RunsShowCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "Only this task run, in full: report, or send[3].")
  private @Nullable String task;

  @Option(names = "--full", description = "Shows values in full, however long.")
  private boolean full;

  @Option(
      names = "--follow",
      description = "Shows changes until the run has ended. Ctrl-C does not cancel the run.")
  private boolean follow;

  @Option(names = "--json", description = "Prints the run, or the task run, as JSON.")
  private boolean json;

  public RunsShowCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    try (RecordedRuns store = options.runsToRead()) {
      StoredRun found = RunSelector.find(store, run);
      if (follow) {
        found = new FollowedRun(store, clock).await(found, !json);
      }
      if (task != null) {
        TaskPrinter one = new TaskPrinter(store, found, task);
        out.print(json ? one.document().toPrettyString() + "\n" : one.page());
      } else if (json) {
        store.write(found, out);
      } else {
        out.print(new RunPrinter(store, found, full).page(clock.instant(), Terminals.width()));
      }
      out.flush();
    }
    return ExitCode.SUCCESS;
  }
}
