package dev.praetor.cli.runs;

import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.recorded.RunIntents;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs approve}. */
@Command(
    name = "approve",
    description = "Approves or refuses a task run that is waiting for approval.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A run started with --wait-for-approval waits for this command.",
      "Examples:",
      "  praetor runs approve latest approval",
      "  praetor runs approve latest approval --refuse 'not before Monday'"
    })
public final class RunsApproveCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "TASK", description = "The task run that is waiting.")
  private String task = "";

  @Option(
      names = "--refuse",
      paramLabel = "WHY",
      description = "Refuses the task run, for this reason.")
  private @Nullable String refusal;

  @Override
  public Integer call() throws InterruptedException {
    try (RecordedRuns store = options.runs()) {
      StoredRun found = RunSelector.find(store, run);
      TaskPath path = TaskPath.parse(task);
      requirePaused(store, found, path);
      String by = CurrentUser.name();
      RunIntents.Given order =
          store
              .intents()
              .order(
                  found.id(),
                  refusal == null
                      ? new RunOrder.Approve(path.toString(), by)
                      : new RunOrder.Refuse(path.toString(), by, refusal));
      String done = refusal == null ? "approved" : "refused";
      if (found.isLost()) {
        spec.commandLine()
            .getOut()
            .println(
                path
                    + " will be "
                    + done
                    + " when the run is resumed: praetor runs resume "
                    + RunLabels.brief(found.id()));
        return ExitCode.SUCCESS;
      }
      return awaitAnswer(store, found, path, order, done);
    }
  }

  private static void requirePaused(RecordedRuns store, StoredRun found, TaskPath path) {
    RunShape.of(store, found).require(path.node());
    String state =
        store
            .taskRun(found.id(), path)
            .map(StoredTaskRun::state)
            .map(State::name)
            .orElse("not recorded yet");
    if (!isPaused(store, found, path)) {
      throw new UsageException(
          "task run '" + path + "' does not wait for approval; it is " + state);
    }
  }

  private static boolean isPaused(RecordedRuns store, StoredRun found, TaskPath path) {
    return store
        .taskRun(found.id(), path)
        .filter(row -> row.state() instanceof State.Paused)
        .isPresent();
  }

  private int awaitAnswer(
      RecordedRuns store, StoredRun found, TaskPath path, RunIntents.Given order, String done)
      throws InterruptedException {
    try (Polling polling = new Polling()) {
      polling.until(LONGEST, () -> !isPaused(store, found, path) || order.refusal().isPresent());
    }
    Optional<String> refused = order.refusal();
    if (refused.isPresent()) {
      spec.commandLine().getErr().println(path + " is not " + done + ": " + refused.get());
      return ExitCode.FAILED;
    }
    if (!isPaused(store, found, path)) {
      spec.commandLine().getOut().println(path + " is " + done + ".");
      return ExitCode.SUCCESS;
    }
    spec.commandLine()
        .getErr()
        .println(
            found.owner().name() + " has not received the answer yet; the answer remains valid.");
    return ExitCode.FAILED;
  }
}
