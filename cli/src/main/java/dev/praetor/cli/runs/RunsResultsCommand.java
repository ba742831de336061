package dev.praetor.cli.runs;

import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.history.StoredRows;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor runs results}. */
@Command(
    name = "results",
    description = "Prints the results of task runs in full.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "For a single task run only the value is printed, for use by other programs.",
      "Example: praetor runs results latest report > report.json"
    })
public final class RunsResultsCommand implements Callable<Integer> {
  private static final int PAGE = 1_000;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run; 'latest' for the newest.")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TASK",
      description = "Only the result of this task run, or of all children of this mapped node.")
  private @Nullable String task;

  @Option(names = "--json", description = "Prints a JSON object for each task run, one per line.")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (RecordedRuns store = options.runsToRead()) {
      StoredRun found = RunSelector.find(store, run);
      StoredRows rows = new StoredRows(store, found.id());
      if (task == null) {
        all(rows, TaskRunFilter.all(), out);
      } else {
        RunShape shape = RunShape.of(store, found);
        TaskPath path = TaskPath.parse(task);
        RunShape.Node node = shape.require(path.node());
        if (path.indexes().size() < node.dimensions()) {
          within(rows, path, node.dimensions(), out);
        } else {
          one(rows, path, out);
        }
      }
      out.flush();
    }
    return ExitCode.SUCCESS;
  }

  /** Prints the results of all children of a mapped node, at any depth. */
  private void within(StoredRows rows, TaskPath path, int dimensions, PrintWriter out) {
    if (path.indexes().size() + 1 == dimensions) {
      all(rows, TaskRunFilter.all().withNode(path.toString()), out);
      return;
    }
    rows.find(path).stream()
        .flatMap(own -> rows.groups(own, Integer.MAX_VALUE).stream())
        .forEach(inner -> within(rows, TaskPath.of(inner.node(), inner.index()), dimensions, out));
  }

  private void one(StoredRows rows, TaskPath path, PrintWriter out) {
    StoredTaskRun row =
        rows.find(path)
            .orElseThrow(() -> new UsageException("the run has no task run '" + path + "'"));
    Optional<JsonNode> value = rows.value(row);
    if (value.isEmpty()) {
      throw new UsageException(
          path + " has no result: " + row.note().orElse("it is " + row.state().name()));
    }
    out.println(json ? line(row, value.get()).toString() : value.get().toString());
  }

  private void all(StoredRows rows, TaskRunFilter filter, PrintWriter out) {
    TaskRunFilter paged = filter.withLimit(PAGE);
    List<StoredTaskRun> page = rows.store().taskRuns(rows.run(), paged);
    while (!page.isEmpty()) {
      for (StoredTaskRun row : page) {
        Optional<JsonNode> value = rows.value(row);
        if (value.isPresent()) {
          out.println(
              json
                  ? line(row, value.get()).toString()
                  : RunLabels.named(row) + " = " + value.get());
        }
      }
      page = rows.store().taskRuns(rows.run(), paged.withAfter(page.getLast()));
    }
  }

  private static ObjectNode line(StoredTaskRun row, JsonNode value) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("node", row.node()).put("index", row.index()).put("label", row.label());
    json.set("value", value);
    return json;
  }
}
