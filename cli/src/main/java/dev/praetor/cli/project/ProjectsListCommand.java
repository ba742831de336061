package dev.praetor.cli.project;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.place.ServerAddress;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.client.Listing;
import dev.praetor.client.PraetorClient;
import dev.praetor.client.model.ProjectInfo;
import dev.praetor.store.RunStore;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.ProjectScope;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor projects list}. */
@Command(
    name = "list",
    description = "Lists the projects by their names.",
    mixinStandardHelpOptions = true)
public final class ProjectsListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();

  @Option(names = "--json", description = "Prints the projects as a JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    List<ProjectInfo> projects = read();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode all = JsonMapper.shared().createArrayNode();
      projects.forEach(each ->
          all.addObject()
              .put("name", each.name())
              .put("created", each.created().map(Instant::toString).orElse(null))
              .put("createdBy", each.createdBy().orElse(null)));
      out.println(all.toPrettyString());
    } else {
      int width = projects.stream().mapToInt(each -> each.name().length()).max().orElse(0);
      projects.forEach(
          each -> out.println((Columns.pad(each.name(), width) + made(each)).stripTrailing()));
    }
    return ExitCode.SUCCESS;
  }

  private static String made(ProjectInfo project) {
    return project
        .created()
        .map(time ->
            "  made %s by %s"
                .formatted(
                    TimeFormat.local(time), PrintableText.line(project.createdBy().orElse(""))))
        .orElse("");
  }

  private List<ProjectInfo> read() {
    Optional<ServerAddress> server = place.server();
    if (server.isPresent()) {
      try (PraetorClient client = server.get().client()) {
        return client.projects().all(Listing.all().orderedBy("name")).toList();
      }
    }
    Optional<RunStore> opened = place.store().openIfThere();
    if (opened.isEmpty()) {
      return List.of(new ProjectInfo("default", Optional.empty(), Optional.empty()));
    }
    try (RunStore store = opened.get()) {
      return store
          .projectQueries(() -> ProjectScope.ALL)
          .page(PageRequest.all().withFirst(PageRequest.MOST))
          .nodes()
          .stream()
          .map(each -> new ProjectInfo(each.name(), each.created(), each.by()))
          .toList();
    }
  }
}
