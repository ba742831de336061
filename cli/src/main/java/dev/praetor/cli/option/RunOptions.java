package dev.praetor.cli.option;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.cli.error.ErrorReport;
import dev.praetor.cli.run.ApprovalPrompt;
import dev.praetor.cli.run.LocalRunner;
import dev.praetor.cli.run.StoreSession;
import dev.praetor.cli.terminal.RunView;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a run in this process is shown, limited and ended: the same for every command that runs. */
public final class RunOptions {
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
      names = "--wait-for-approval",
      description = "Waits until another process says praetor runs approve, and asks nobody here.")
  private boolean waitForApproval;

  @Option(
      names = "--limit",
      paramLabel = "TAG=N",
      description = "At most N attempts of tasks with this tag run at once.")
  private Map<String, Integer> limits = new LinkedHashMap<>();

  public boolean json() {
    return json;
  }

  /** Whether only a result is to be printed. */
  public boolean isSilent() {
    return json || quiet;
  }

  public RunSettings change(RunSettings settings) {
    return settings
        .withTagLimits(new TagLimits(limits))
        .withStopPolicy(
            new RunSettings.StopPolicy(
                settings.stopPolicy().grace(), settings.stopPolicy().hooks(), stopAtFirstFailure));
  }

  /** Runs to the end, says what came of it, and gives the exit status. */
  public int run(
      CommandLine line,
      StoreSession history,
      Flow<?> flow,
      LocalRun<?> local,
      List<Argument> arguments)
      throws InterruptedException {
    if (waitForApproval && !history.keeps()) {
      throw new ErrorReport.Use(
          "--wait-for-approval needs a history, through which the answer comes; leave out"
              + " --no-history");
    }
    PrintWriter out = line.getOut();
    RunView view = isSilent() ? RunView.none() : RunView.forTerminal(flow);
    LocalRunner runner = new LocalRunner(out, line.getErr(), view, this::change, history);
    ApprovalPrompt.Answers answers = new ApprovalPrompt.Answers(approved, waitForApproval);
    LocalRunner.Finished finished = runner.run(local, answers, arguments);
    if (json) {
      out.println(finished.document(flow).toPrettyString());
    } else {
      runner.report(flow, finished, quiet);
    }
    if (draw) {
      out.println(flow.draw(finished.run()).mermaid());
    }
    return finished.status();
  }
}
