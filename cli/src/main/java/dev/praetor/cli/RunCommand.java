package dev.praetor.cli;

import dev.praetor.Flow;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.run.RunSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor run}. */
@Command(
    name = "run",
    description = "Runs a flow in this process and shows how it goes.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Ctrl-C cancels the run: clean-up still runs. A second one ends at once.",
      "Exit status: 0 success, 1 failed, 2 wrong use, 130 cancelled."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ParameterOptions parameters = new ParameterOptions();

  @Parameters(
      paramLabel = "TARGET",
      description = "A source file (Hello.java), a jar, or the name of a class.")
  private String target = "";

  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description = "Which flow, where there are several.")
  private @Nullable String flow;

  @Option(names = "--list", description = "Lists the flows there are, and runs none.")
  private boolean list;

  @Option(names = "--draw", description = "Prints the flow with the states of the run, as Mermaid.")
  private boolean draw;

  @Option(
      names = {"-q", "--quiet"},
      description = "Prints nothing but what went wrong.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints the run as one JSON document, and nothing else.")
  private boolean json;

  @Option(
      names = "--stop-at-first-failure",
      description = "Cancels the run when the first task has failed for good.")
  private boolean stopAtFirstFailure;

  @Option(
      names = "--approve",
      paramLabel = "TASK",
      description = "Approves this task run when it waits for approval; 'all' for all of them.")
  private Set<String> approved = new LinkedHashSet<>();

  @Option(
      names = "--limit",
      paramLabel = "TAG=N",
      description = "At most N attempts of tasks with this tag run at once.")
  private Map<String, Integer> limits = new LinkedHashMap<>();

  @Option(
      names = "--on-schedule",
      description = "Runs the flow at the times of its schedule, until Ctrl-C.")
  private boolean onSchedule;

  private RunSettings change(RunSettings settings) {
    return settings
        .withTagLimits(new TagLimits(limits))
        .withStopping(
            new RunSettings.Stopping(
                settings.stopping().grace(), settings.stopping().hooks(), stopAtFirstFailure));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (list) {
      FlowLoader.load(target)
          .forEach(
              each -> spec.commandLine().getOut().println(each.name() + FlowText.described(each)));
      return 0;
    }
    Flow<?> chosen = FlowLoader.one(target, Optional.ofNullable(flow));
    UnaryOperator<RunSettings> change = this::change;
    if (onSchedule) {
      return new ScheduledRuns(
              chosen,
              List.of(parameters.read(chosen)),
              change,
              spec.commandLine().getOut(),
              spec.commandLine().getErr())
          .run();
    }
    View view = json || quiet ? View.none() : View.forTerminal(chosen);
    LocalRunner runner =
        new LocalRunner(spec.commandLine().getOut(), spec.commandLine().getErr(), view, change);
    LocalRunner.Finished finished = runner.run(chosen, approved, List.of(parameters.read(chosen)));
    if (json) {
      spec.commandLine().getOut().println(finished.document(chosen).toPrettyString());
    } else {
      runner.report(chosen, finished, quiet);
    }
    if (draw) {
      spec.commandLine().getOut().println(chosen.draw(finished.run()).mermaid());
    }
    return finished.status();
  }
}
