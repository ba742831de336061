package dev.praetor.cli.runs;

import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.text.LogLines;
import dev.praetor.store.json.LogLineJson;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code praetor runs logs}. */
@Command(
    name = "logs",
    description = "Prints the log lines of the task runs of a run.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: praetor runs logs latest 'send[3]' --level warn"})
public final class RunsLogsCommand implements Callable<Integer> {
  private static final Duration EVER = Duration.ofDays(365);
  private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR");
  private static final int PAGE = 1_000;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "Only lines of this task run, or of all children of this mapped node.")
  private @Nullable String task;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "Only lines of this level and above: trace, debug, info, warn, error.")
  private @Nullable String level;

  @Option(
      names = "--follow",
      description = "Prints new lines until the run has ended. Ctrl-C does not cancel the run.")
  private boolean follow;

  @Option(names = "--json", description = "Prints a JSON object for each line.")
  private boolean json;

  private long last;

  @Override
  public Integer call() throws InterruptedException {
    LogFilter filter = filter();
    try (RecordedRuns store = options.runsToRead()) {
      StoredRun found = RunSelector.find(store, run);
      if (!follow) {
        print(store, found, filter);
        return ExitCode.SUCCESS;
      }
      try (Polling polling = new Polling()) {
        polling.until(
            EVER,
            () -> {
              StoredRun now = store.find(found.id()).orElse(found);
              print(store, now, filter);
              return now.state().isFinished() || now.isLost();
            });
      }
    }
    return ExitCode.SUCCESS;
  }

  private LogFilter filter() {
    LogFilter filter = LogFilter.all().withLimit(PAGE);
    if (task != null) {
      TaskPath path = TaskPath.parse(task);
      filter = filter.withNode(path.owner().toString());
      filter = path.index() < 0 ? filter : filter.withIndex(path.index());
    }
    Optional<String> least = Optional.ofNullable(level).map(name -> name.toUpperCase(Locale.ROOT));
    if (least.isPresent() && !LEVELS.contains(least.get())) {
      throw new UsageException(
          "--level must be one of trace, debug, info, warn, error, not '" + level + "'");
    }
    return least.isPresent() ? filter.withLevel(least.get()) : filter;
  }

  private void print(RecordedRuns store, StoredRun found, LogFilter filter) {
    PrintWriter out = spec.commandLine().getOut();
    List<StoredLog> page = store.logs(found.id(), filter.withAfter(last));
    while (!page.isEmpty()) {
      page.forEach(
          line -> out.println(json ? LogLineJson.of(line).toString() : LogLines.text(line, true)));
      last = page.getLast().id();
      page = store.logs(found.id(), filter.withAfter(last));
    }
    out.flush();
  }
}
