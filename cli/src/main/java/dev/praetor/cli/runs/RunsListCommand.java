package dev.praetor.cli.runs;

import dev.praetor.StateType;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.LabelOption;
import dev.praetor.cli.option.Shown;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.RunTable;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.history.ResumableRuns;
import dev.praetor.store.history.StoredDocument;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor runs list}. */
@Command(
    name = "list",
    description = "Lists recorded runs, newest first.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "A run is lost if its process ended before the run did, for example in a power failure.",
      "Example: praetor runs list --state failed,crashed,lost --since 2d"
    })
public final class RunsListCommand implements Callable<Integer> {
  private static final String LOST = "lost";
  private static final int PAGE = 100;
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Option(
      names = "--state",
      paramLabel = "STATE",
      split = ",",
      description = "Only runs in one of these states: success, failed, running, lost, …")
  private List<String> states = new ArrayList<>();

  @Option(names = "--flow", paramLabel = "NAME", description = "Only runs of this flow.")
  private @Nullable String flow;

  @Option(
      names = "--project",
      paramLabel = "PROJECT",
      description = "Only runs of flows of this project.")
  private @Nullable String project;

  @Mixin private LabelOption labels = new LabelOption();

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      description = "Only runs created in the last 2d or 3h, or since a date such as 2026-01-31.")
  private @Nullable String since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of runs; 20 by default.")
  private int limit = 20;

  @Option(names = "--json", description = "Prints the runs as a JSON array.")
  private boolean json;

  public RunsListCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new UsageException("--limit must be 1 or more, not " + limit);
    }
    PrintWriter out = spec.commandLine().getOut();
    RunFilter filter = filter();
    try (RecordedRuns store = options.runsToRead()) {
      Shown<StoredRun> shown = Shown.of(read(store, filter), limit);
      List<StoredRun> runs = shown.elements();
      if (project != null && runs.isEmpty()) {
        store.requireProject(project);
      }
      if (json) {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        runs.forEach(run -> all.add(StoredDocument.header(store, run)));
        out.println(all.toPrettyString());
      } else {
        print(out, runs);
        shown.printRest(out);
      }
    }
    return ExitCode.SUCCESS;
  }

  private RunFilter filter() {
    RunFilter filter =
        RunFilter.all().withLimit(PAGE).withStates(types()).withLabels(labels.read());
    if (flow != null) {
      filter = filter.withFlow(flow);
    }
    if (project != null) {
      filter = filter.withProject(project);
    }
    return since == null
        ? filter
        : filter.withSince(TimeFormat.past(since, clock.instant(), "--since"));
  }

  private boolean isRequested(String state) {
    return states.stream().anyMatch(each -> each.strip().equalsIgnoreCase(state));
  }

  private Set<StateType> types() {
    Set<StateType> types = EnumSet.noneOf(StateType.class);
    for (String state : states) {
      if (state.strip().equalsIgnoreCase(LOST)) {
        types.addAll(ResumableRuns.UNFINISHED);
      } else {
        StateType type = type(state.strip());
        types.add(type);
        if (type == StateType.PAUSED) {
          types.add(
              StateType.RUNNING); // A run in which only approvals are open is shown as paused.
        }
      }
    }
    return types;
  }

  private static StateType type(String name) {
    return Arrays.stream(StateType.values())
        .filter(type -> type.label().equalsIgnoreCase(name.replace("_", "").replace("-", "")))
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "there is no state '"
                    + name
                    + "'; the states are Lost, "
                    + Arrays.stream(StateType.values())
                        .map(StateType::label)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * Returns whether the run has a requested state; a lost run counts as lost, whatever its last
   * state.
   */
  private boolean isWanted(StoredRun run) {
    return states.isEmpty() || isRequested(run.isLost() ? LOST : run.state().name());
  }

  private List<StoredRun> read(RecordedRuns store, RunFilter filter) {
    List<StoredRun> found = new ArrayList<>();
    int most = Shown.toRead(limit);
    List<StoredRun> page = store.settled(store.list(filter), false);
    while (!page.isEmpty() && found.size() < most) {
      page.stream().filter(this::isWanted).limit(most - found.size()).forEach(found::add);
      page = store.settled(store.list(filter.withAfter(page.getLast())), false);
    }
    return found;
  }

  private void print(PrintWriter out, List<StoredRun> runs) {
    if (runs.isEmpty()) {
      out.println("No runs.");
      return;
    }
    int width = Terminals.width();
    RunTable.lines(runs, clock.instant(), width).forEach(out::println);
  }
}
