package dev.praetor.cli.option;

import dev.praetor.engine.TagLimits;
import dev.praetor.engine.run.RunSettings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options for showing, limiting and ending a run: the same for every command that runs. */
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

  /** Tells whether only a result is printed. */
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

  public ApprovalAnswers approvals() {
    return new ApprovalAnswers(approved, waitForApproval);
  }

  /** Tells whether the flow is drawn with the states of its run. */
  public boolean draw() {
    return draw;
  }

  public boolean quiet() {
    return quiet;
  }
}
