package dev.praetor.cli.runs;

import dev.praetor.StateType;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs set-state}. */
@Command(
    name = "set-state",
    description = "Sets the state of a run, or of one task run of a run in progress.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A run that has ended, or whose process has, is set to Success, Skipped, Failed, TimedOut,",
      "Crashed or Cancelled; its earlier states remain in its history. A task run that has not ended",
      "is set to Skipped, or to Success with a result.",
      "Examples:",
      "  praetor runs set-state latest Success --why 'sent by hand'",
      "  praetor runs set-state latest Skipped --task 'send[3]' --why 'no such customer'",
      "  praetor runs set-state latest Success --task total --value 42 --why 'counted by hand'"
    })
public final class RunsSetStateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(index = "1", paramLabel = "STATE", description = "The new state.")
  private String state = "";

  @Option(
      names = "--why",
      paramLabel = "WHY",
      required = true,
      description = "The reason, which is recorded.")
  private String why = "";

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "Only this task run: report, or send[3].")
  private @Nullable String task;

  @Option(
      names = "--value",
      paramLabel = "JSON",
      description = "The result of the task run, as 'praetor runs results' prints it.")
  private @Nullable String value;

  @Override
  public Integer call() throws InterruptedException {
    StateType type = type();
    try (RecordedRuns store = options.runs()) {
      StoredRun found = RunSelector.findWithOwner(store, run);
      return task == null ? setRun(store, found, type) : setTask(store, found, type, task);
    }
  }

  private StateType type() {
    return Arrays.stream(StateType.values())
        .filter(type -> type.label().equalsIgnoreCase(state.replace("_", "").replace("-", "")))
        .findFirst()
        .orElseThrow(() -> new UsageException("there is no state '" + state + "'"));
  }

  private int setRun(RecordedRuns store, StoredRun found, StateType type) {
    if (value != null) {
      throw new UsageException("--value is the result of a task run; name it with --task");
    }
    String id = RunLabels.brief(found.id());
    if (!found.state().isFinished() && !found.isLost()) {
      throw new UsageException(
          "run "
              + id
              + " is in progress in "
              + found.owner().name()
              + "; end it first: praetor runs cancel "
              + id
              + "\nOr end one task run: praetor runs set-state "
              + id
              + " Skipped --task TASK --why WHY");
    }
    store.intents().setState(found.id(), type, why);
    spec.commandLine()
        .getOut()
        .println("Run " + id + " is " + type.label() + "; it was " + RunLabels.state(found) + ".");
    return ExitCode.SUCCESS;
  }

  private int setTask(RecordedRuns store, StoredRun found, StateType type, String text)
      throws InterruptedException {
    RunOrder order = order(type, TaskPath.parse(text).toString());
    TaskPath path = TaskPath.parse(text);
    String id = RunLabels.brief(found.id());
    if (found.state().isFinished()) {
      throw new UsageException(
          "run "
              + id
              + " has ended, so its task runs keep their states; restart it: praetor runs restart "
              + id);
    }
    OrderedRun.require(found, "set-state");
    RunShape.of(store, found).require(path.node());
    if (found.isLost()) {
      RunIntents.Given _ = store.intents().order(found.id(), order);
      spec.commandLine()
          .getOut()
          .println(
              "%s will be %s soon after the run is resumed: praetor runs resume %s"
                  .formatted(path, type.label(), id));
      return ExitCode.SUCCESS;
    }
    return new OrderedRun(spec.commandLine(), store, found)
        .give(
            order,
            () -> now(store, found, path).filter(row -> row.state().type() == type).isPresent(),
            () ->
                path
                    + " is "
                    + type.label()
                    + ": "
                    + now(store, found, path).map(row -> row.state().message()).orElse(""));
  }

  private RunOrder order(StateType type, String path) {
    String by = CurrentUser.name();
    return switch (type) {
      case SKIPPED -> {
        if (value != null) {
          throw new UsageException("a task run that is Skipped has no result; omit --value");
        }
        yield new RunOrder.Skip(path, by, why);
      }
      case SUCCESS -> {
        if (value == null) {
          throw new UsageException(
              "a task run that is Success has a result; give it with --value JSON, or --value null"
                  + " if the task returns nothing");
        }
        yield new RunOrder.Finish(path, value, by, why);
      }
      default ->
          throw new UsageException(
              "a task run can be set to Skipped or Success, not to " + type.label());
    };
  }

  private static Optional<StoredTaskRun> now(RecordedRuns store, StoredRun found, TaskPath path) {
    return store.taskRun(found.id(), path);
  }
}
