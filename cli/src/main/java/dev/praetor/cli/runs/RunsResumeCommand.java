package dev.praetor.cli.runs;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.option.RunOptions;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.run.ForegroundRun;
import dev.praetor.cli.run.Resumption;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.cli.text.RunLabels;
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
      "Secret parameters are not recorded, so they are given again with -p.",
      "Example: praetor runs resume latest"
    })
public final class RunsResumeCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private StoreArguments store = new StoreArguments();
  @Mixin private StoredTarget target = new StoredTarget();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
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
      List<Argument> arguments =
          FlowParameters.again(
              flow,
              found.parameters(),
              found.parameterNotes(),
              List.of(secretParameters(flow, found)));
      RecordedRun before = Resumption.of(history.store().orElseThrow(), found, flow);
      LocalRun<?> local =
          history.kept(target.begin(flow, found, history), flow, target.of(found)).resuming(before);
      return new ForegroundRun(spec.commandLine(), options, history, clock)
          .run(flow, local, arguments);
    }
  }

  /** Returns the parameters given again; only unrecorded parameters may be given. */
  private Argument[] secretParameters(Flow<?> flow, StoredRun found) throws IOException {
    Argument[] given = parameters.read(flow);
    for (Argument argument : given) {
      if (!found.parameterNotes().containsKey(argument.name())) {
        throw new UsageException(
            "a resumed run keeps its parameters, so '"
                + argument.name()
                + "' cannot be given; only a parameter whose value is not recorded is given again."
                + "\nFor other parameters, restart the run: praetor runs restart "
                + RunLabels.brief(found.id()));
      }
    }
    return given;
  }
}
