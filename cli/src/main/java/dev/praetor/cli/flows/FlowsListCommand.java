package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.cli.text.Columns;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.project.Projects;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** {@code praetor flows list}. */
@Command(
    name = "list",
    description = "Lists the registered flows with their current versions.",
    mixinStandardHelpOptions = true)
public final class FlowsListCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private PlaceOptions place = new PlaceOptions();
  @Mixin private LimitOption limit = new LimitOption();

  @Option(names = "--project", paramLabel = "PROJECT", description = "Only flows of this project.")
  private @Nullable String project;

  @Option(names = "--json", description = "Prints the flows as a JSON array.")
  private boolean json;

  public FlowsListCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    List<RegisteredFlow> all = read();
    List<RegisteredFlow> listed = limit.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode flows = JsonMapper.shared().createArrayNode();
      listed.forEach(flow ->
          VersionText.json(flows.addObject(), flow.current()).put("archived", flow.isArchived()));
      out.println(flows.toPrettyString());
    } else if (all.isEmpty()) {
      out.println(
          project == null
              ? "No flow is registered. Register one with praetor register FILE" + place.again()
              : "No flow is registered in project '%s'.".formatted(project));
    } else {
      print(listed, out);
      limit.printRest(all, out);
    }
    return ExitCode.SUCCESS;
  }

  private List<RegisteredFlow> read() {
    Optional<FlowCatalog> opened = place.catalogIfThere(clock);
    if (opened.isEmpty()) {
      Projects.requireOfNew(Objects.requireNonNullElse(project, Registration.DEFAULT_PROJECT));
      return List.of();
    }
    try (FlowCatalog flows = opened.get()) {
      if (project == null) {
        return flows.list();
      }
      flows.requireProject(project);
      return flows.list().stream()
          .filter(flow -> flow.current().project().equals(project))
          .toList();
    }
  }

  private static void print(List<RegisteredFlow> flows, PrintWriter out) {
    int width =
        flows.stream().mapToInt(flow -> Columns.of(PrintableText.line(flow.key()))).max().orElse(0);
    for (RegisteredFlow flow : flows) {
      out.println(
          "%s  version %-3d  %s%s"
              .formatted(
                  Columns.pad(PrintableText.line(flow.key()), width),
                  flow.current().number(),
                  PrintableText.line(VersionText.registered(flow.current())),
                  flow.settings().pool().map(pool -> "  pool " + pool).orElse("")
                      + (flow.isArchived() ? "  archived" : "")));
    }
  }
}
