package dev.praetor.cli.runs;

import dev.praetor.Flow;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.run.ForegroundRun;
import dev.praetor.cli.run.Resumption;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.engine.loading.FlowParameters;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs resume}. */
@Command(
    name = "resume",
    description = "Resumes a run whose process ended before the run did.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ended task runs are kept; attempts that were in progress have crashed and run again.",
      "Example: praetor runs resume latest"
    })
public final class RunsResumeCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments store = new StoreArguments();
  @Mixin private StoredTarget target = new StoredTarget();
  @Mixin private RunOptions options = new RunOptions();

  @Parameters(paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  public RunsResumeCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (StoreSession history = StoreSession.in(store)) {
      StoredRun found = RunSelector.find(history.store().orElseThrow(), run);
      Flow<?> flow = target.load(found);
      RecordedRun before = Resumption.of(history.store().orElseThrow(), found, flow);
      LocalRun<?> local =
          history.kept(target.begin(flow, found), flow, target.of(found)).resuming(before);
      return new ForegroundRun(spec.commandLine(), options, history, clock)
          .run(flow, local, FlowParameters.again(flow, found.parameters(), List.of()));
    }
  }
}
