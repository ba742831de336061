package dev.praetor.cli.option;

import dev.praetor.cli.error.UsageException;
import dev.praetor.engine.TagLimits;
import dev.praetor.engine.run.RunSettings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** Options for showing, limiting and stopping a run, shared by all commands that run flows. */
public final class RunOptions {
  @Option(
      names = "--draw",
      description = "Prints the flow with the states of the run as a Mermaid diagram.")
  private boolean draw;

  @Option(
      names = {"-q", "--quiet"},
      description = "Prints only failures.")
  private boolean quiet;

  @Option(names = "--json", description = "Prints only the run, as one JSON document.")
  private boolean json;

  @Option(
      names = "--stop-at-first-failure",
      description = "Cancels the run when the first task run has failed with no retries left.")
  private boolean stopAtFirstFailure;

  @Option(
      names = "--approve",
      paramLabel = "TASK",
      description =
          "Approves this task run when it waits for approval; 'all' approves all of them.")
  private Set<String> approved = new LinkedHashSet<>();

  @Option(
      names = "--wait-for-approval",
      description = "Waits for 'praetor runs approve' from another process instead of asking here.")
  private boolean waitForApproval;

  @Option(
      names = "--limit",
      paramLabel = "TAG=N",
      description = "Runs at most N attempts of tasks with this tag concurrently.")
  private Map<String, Integer> limits = new LinkedHashMap<>();

  public boolean json() {
    return json;
  }

  /** Returns whether progress and messages are left out. */
  public boolean isSilent() {
    return json || quiet;
  }

  public RunSettings change(RunSettings settings) {
    limits.forEach((tag, limit) -> {
      if (tag.isBlank()) {
        throw new UsageException("--limit needs the name of a tag, for example --limit db=4");
      }
      if (limit < 1) {
        throw new UsageException(
            "--limit must allow at least 1 attempt of a tag, for example --limit "
                + tag
                + "=4, not "
                + limit
                + ": tasks with the tag would wait for ever");
      }
    });
    return settings
        .withSlots(new TagLimits(limits).and(settings.slots()))
        .withStopPolicy(
            new RunSettings.StopPolicy(
                settings.stopPolicy().grace(), settings.stopPolicy().hooks(), stopAtFirstFailure));
  }

  public ApprovalAnswers approvals() {
    return new ApprovalAnswers(approved, waitForApproval);
  }

  /** Returns whether the flow is drawn with the states of its run. */
  public boolean draw() {
    return draw;
  }

  public boolean quiet() {
    return quiet;
  }
}
