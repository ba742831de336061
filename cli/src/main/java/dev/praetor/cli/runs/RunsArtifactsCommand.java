package dev.praetor.cli.runs;

import dev.praetor.TaskPath;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.recorded.RecordedRuns;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.RunLabels;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor runs artifacts}. */
@Command(
    name = "artifacts",
    description = "Lists the artifacts that task runs published, or prints or saves one of them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  praetor runs artifacts latest",
      "  praetor runs artifacts latest report.md --save report.md",
      "  praetor runs artifacts latest page.html --task 'render[3]'"
    })
public final class RunsArtifactsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions options = new PlaceOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "RUN",
      description = "The run; 'latest', the default, for the newest.")
  private String run = "latest";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The name of the artifact to print; without it, all are listed.")
  private @Nullable String name;

  @Option(
      names = "--task",
      paramLabel = "TASK",
      description = "Only artifacts of this task run: render, or render[3].")
  private @Nullable String task;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "Saves the artifact in a new file instead of printing it.")
  private @Nullable Path file;

  @Option(names = "--json", description = "Lists the artifacts as a JSON array.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    try (RecordedRuns store = options.runsToRead()) {
      StoredRun found = RunSelector.find(store, run);
      List<StoredArtifact> artifacts =
          store.artifacts(found.id()).stream().filter(this::isSelected).toList();
      if (name == null) {
        list(found, artifacts);
      } else {
        print(store, found, one(found, artifacts));
      }
    }
    return ExitCode.SUCCESS;
  }

  private static String path(StoredArtifact artifact) {
    return TaskPath.of(artifact.node(), artifact.index()).toString();
  }

  private boolean isSelected(StoredArtifact artifact) {
    return (task == null || path(artifact).equals(task) || artifact.node().equals(task))
        && (name == null || artifact.name().equals(name));
  }

  private void list(StoredRun found, List<StoredArtifact> artifacts) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      artifacts.forEach(each ->
          all.addObject()
              .put("name", each.name())
              .put("node", each.node())
              .put("index", each.index())
              .put("attempt", each.attempt())
              .put("time", each.time().toString())
              .put("characters", each.size()));
      out.println(all.toPrettyString());
      return;
    }
    if (artifacts.isEmpty()) {
      out.println("Run " + RunLabels.brief(found.id()) + " has no artifacts.");
    }
    for (StoredArtifact each : artifacts) {
      out.println(
          Columns.pad(PrintableText.line(each.name()), 32)
              + "  "
              + Columns.pad(path(each), 24)
              + "  "
              + TimeFormat.local(each.time())
              + "  "
              + each.size()
              + " characters");
    }
  }

  private StoredArtifact one(StoredRun found, List<StoredArtifact> artifacts) {
    if (artifacts.isEmpty()) {
      throw new UsageException(
          "run "
              + RunLabels.brief(found.id())
              + " has no artifact '"
              + name
              + "'; list them with praetor runs artifacts "
              + RunLabels.brief(found.id()));
    }
    if (artifacts.size() > 1) {
      throw new UsageException(
          "several task runs published '"
              + name
              + "'; choose one with --task: "
              + artifacts.stream()
                  .limit(10)
                  .map(RunsArtifactsCommand::path)
                  .collect(Collectors.joining(", ")));
    }
    return artifacts.getFirst();
  }

  private void print(RecordedRuns store, StoredRun found, StoredArtifact artifact)
      throws IOException {
    String content =
        store
            .content(found.id(), artifact)
            .orElseThrow(() -> new UsageException("the artifact was deleted a moment ago"));
    PrintWriter out = spec.commandLine().getOut();
    if (file == null) {
      out.print(content.endsWith("\n") ? content : content + "\n");
      out.flush();
      return;
    }
    if (Files.exists(file)) {
      throw new UsageException(file + " already exists; choose another file");
    }
    Files.writeString(file, content);
    out.println("Saved " + file + ".");
  }
}
