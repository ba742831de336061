package dev.praetor.cli.runs;

import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunReason;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor runs why}. */
@Command(
    name = "why",
    description = "Explains why a run waits, or why task runs of a run in progress wait.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Each reason that holds now is printed: for whom or what the run waits, and its position in"
          + " the queue.",
      "Examples:",
      "  praetor runs why latest",
      "  praetor runs why 0198f3a2 'send[3]'"
    })
public final class RunsWhyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "Only this task run: report, or send[3].")
  private @Nullable String task;

  @Option(names = "--json", description = "Prints the reasons as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RecordedRuns store = options.runsToRead()) {
      StoredRun found = RunSelector.find(store, run);
      List<RunReason> reasons =
          task == null
              ? store.reasons(found.id())
              : store.reasons(found.id(), TaskPath.parse(task));
      if (json) {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        reasons.forEach(reason -> all.add(reason.json()));
        out.println(all.toPrettyString());
      } else if (reasons.isEmpty()) {
        out.println(nothing(found, store.isRegistered(found.id())));
      } else {
        reasons.forEach(reason -> out.println(PrintableText.line(reason.text())));
      }
    }
    return ExitCode.SUCCESS;
  }

  private String nothing(StoredRun found, boolean isRegistered) {
    String what = task == null ? "run " + RunLabels.brief(found.id()) : task;
    if (found.isLost() && isRegistered) {
      return "%s waits for a process that resumes it: its own has ended. A worker does, or an application that serves flow '%s' in the version of the run"
          .formatted(what, found.flow());
    }
    if (found.isLost()) {
      return "%s waits for a process that resumes it: its own has ended. A process that serves flow '%s' with the code of the run does, or: praetor runs resume %s"
          .formatted(what, found.flow(), RunLabels.brief(found.id()));
    }
    return found.isWaiting()
        ? what + " waits for nothing: it starts next"
        : "%s does not wait: the run is %s".formatted(what, RunLabels.state(found));
  }
}
