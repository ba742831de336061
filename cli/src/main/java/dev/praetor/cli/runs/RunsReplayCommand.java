package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.StoreRuns;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunCode;
import dev.praetor.cli.secret.SecretSources;
import dev.praetor.cli.text.FailurePrinter;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.cli.variable.VariableSources;
import dev.praetor.engine.document.FailureJson;
import dev.praetor.engine.local.Replay;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.run.ValueSources;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor runs replay}. */
@Command(
    name = "replay",
    description =
        "Calls the code of a recorded task run again in this process, with the recorded inputs.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Nothing is written, and nothing else of the flow runs. The code is that of --target; if it is"
          + " not given, that with which the run was made: a file, or the registered package, from"
          + " the server if the run is there. Secrets and variables come from the environment"
          + " or the local store, with their present values, never from a server.",
      "Exit status: 0 the code returned or skipped, 1 it failed, 2 usage error.",
      "Examples:",
      "  praetor runs replay latest 'send[3]'",
      "  praetor runs replay latest 'send[3]' --debug",
      "  praetor runs replay 0198f3a2 'send[3]' --server https://praetor.example.com",
      "  praetor runs replay latest 'send[3]' --as-test src/test/java"
    })
public final class RunsReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private StoredTarget target = new StoredTarget();
  @Mixin private ParameterOptions parameters = new ParameterOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(
      index = "1",
      paramLabel = "TASK",
      description = "The task run: report, or send[3] for a child of a mapped node.")
  private String task = "";

  @Option(
      names = "--debug",
      arity = "0..1",
      fallbackValue = "5005",
      paramLabel = "PORT",
      description = "First waits for a debugger, on this local port; 5005 by default.")
  private @Nullable Integer debug;

  @Option(
      names = "--as-test",
      paramLabel = "DIR",
      description = "Writes a JUnit test with the same call into this folder, and calls nothing.")
  private @Nullable Path test;

  @Option(names = "--json", description = "Prints the result as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (debug != null) {
      return DebugLauncher.again(spec, debug);
    }
    try (RecordedRuns runs = place.runsToRead()) {
      RunCode code = runs.code(RunSelector.find(runs, run).id());
      StoredRun found = code.record().run(code.run());
      String from = target.of(found, code, place.store().home());
      Flow<?> flow = StoredTarget.load(found, from);
      Replayed replayed =
          Replayed.of(
              runs, code, flow, task, parameters.again(flow, found), sources(from, found, runs));
      if (test != null) {
        Path written = ReplayTestWriter.of(replayed, from, flow).write(test);
        spec.commandLine().getOut().println("wrote " + written);
        return ExitCode.SUCCESS;
      }
      if (!json) {
        introduce(replayed);
      }
      Replay.Result result = replayed.call();
      if (json) {
        spec.commandLine().getOut().println(document(replayed, result).toPrettyString());
      } else {
        tell(replayed, result);
      }
      return result instanceof Replay.Result.Failed ? ExitCode.FAILED : ExitCode.SUCCESS;
    }
  }

  private ValueSources sources(String from, StoredRun found, RecordedRuns runs) {
    Optional<RunStore> open =
        runs instanceof StoreRuns kept ? Optional.of(kept.store()) : Optional.empty();
    String project = FlowKey.of(found.flow()).project();
    return new ValueSources(
        SecretSources.of(from, open, place.store()),
        VariableSources.ofProject(project, open, place.store()));
  }

  private void introduce(Replayed replayed) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        replayed.path()
            + " of run "
            + RunLabels.brief(replayed.run().id())
            + " ("
            + replayed.run().name()
            + ") is called again; nothing is written.");
    int at = 1;
    for (var input : replayed.inputs()) {
      err.println("  given " + at++ + ": " + cut(input.toString()));
    }
    err.flush();
  }

  private static String cut(String text) {
    return text.length() > 400 ? text.substring(0, 400) + "…" : text;
  }

  private void tell(Replayed replayed, Replay.Result result) {
    PrintWriter out = spec.commandLine().getOut();
    String compared = " (" + replayed.compared(result) + ")";
    switch (result) {
      case Replay.Result.Returned returned ->
          out.println("returned" + compared + "\n" + replayed.result(returned.value()));
      case Replay.Result.Skipped skipped ->
          out.println("skipped" + compared + ": " + skipped.why());
      case Replay.Result.Failed failed -> {
        StringBuilder text = new StringBuilder("failed" + compared + "\n");
        FailurePrinter.append(text, "", failed.failure(), same -> same);
        out.print(text);
      }
    }
    out.flush();
  }

  private static ObjectNode document(Replayed replayed, Replay.Result result) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("run", replayed.run().id().toString()).put("taskRun", replayed.path().toString());
    json.set("inputs", replayed.inputs());
    switch (result) {
      case Replay.Result.Returned returned ->
          json.put("outcome", "returned").put("value", replayed.result(returned.value()));
      case Replay.Result.Skipped skipped ->
          json.put("outcome", "skipped").put("message", skipped.why());
      case Replay.Result.Failed failed -> {
        json.put("outcome", "failed");
        json.set("failure", FailureJson.of(failed.failure()));
      }
    }
    return json.put("compared", replayed.compared(result));
  }
}
