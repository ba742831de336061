package dev.praetor.cli.flows;

import dev.praetor.FlowSpec;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.HelpOption;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.cli.text.TimeFormat;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor flows show}. */
@Command(
    name = "show",
    description = "Shows a registered flow: its version, package, parameters, tasks and schedule.")
public final class FlowsShowCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin
  @SuppressWarnings("unused") // The library reads it.
  private HelpOption help = new HelpOption();

  @Mixin private RegisteredTarget.Named target = new RegisteredTarget.Named();

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "The number of the version; by default the current one.")
  private @Nullable Integer number;

  @Option(names = "--json", description = "Prints the flow as a JSON object.")
  private boolean json;

  public FlowsShowCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (FlowCatalog flows = target.open(clock)) {
      RegisteredFlow flow = target.flow(flows);
      RegisteredVersion version = number == null ? flow.current() : target.version(flows, number);
      FlowSpec described = flows.spec(version);
      List<PackageFile> files = flows.files(version);
      if (json) {
        out.println(document(flow, version, described, files).toPrettyString());
      } else {
        lines(flow, version, FlowSpecReader.read(described.json()), files)
            .forEach(line -> out.println(PrintableText.line(line)));
      }
    }
    return ExitCode.SUCCESS;
  }

  private static List<String> lines(
      RegisteredFlow flow,
      RegisteredVersion version,
      FlowDescription described,
      List<PackageFile> files) {
    List<String> lines = new ArrayList<>();
    boolean isCurrent = version.number() == flow.current().number();
    lines.add(
        flow.key() + (described.description().isEmpty() ? "" : "  " + described.description()));
    flow.archive()
        .ifPresent(archive ->
            lines.add(
                "archived since "
                    + TimeFormat.local(archive.time())
                    + (archive.by().isEmpty() ? "" : " by " + archive.by())));
    lines.add(
        "version %d%s, %s"
            .formatted(
                version.number(),
                isCurrent ? "" : " (the current one is " + flow.current().number() + ")",
                VersionText.registered(version)));
    lines.add("graph " + VersionText.brief(version.version()));
    lines.add(VersionText.code(version.code()));
    files.forEach(file -> lines.add("  %s  %,d bytes".formatted(file.name(), file.size())));
    placement(flow, described).ifPresent(lines::add);
    lines.addAll(DescriptionText.lines(described));
    flow.settings()
        .parameters()
        .forEach((name, value) -> lines.add("set parameter " + name + " = " + value));
    flow.settings()
        .labels()
        .forEach((name, value) -> lines.add("set label " + name + " = " + value));
    return lines;
  }

  /** Returns which workers take the runs, unless any does. */
  private static Optional<String> placement(RegisteredFlow flow, FlowDescription described) {
    Placement placement = flow.settings().placement(described.options().placement());
    List<String> parts = new ArrayList<>();
    if (!placement.pool().equals(Placement.DEFAULT_POOL) || flow.settings().pool().isPresent()) {
      parts.add("pool " + placement.pool() + (flow.settings().pool().isPresent() ? " (set)" : ""));
    }
    if (!placement.needs().isEmpty()) {
      parts.add("needs " + String.join(", ", placement.needs()));
    }
    if (placement.isolated()) {
      parts.add("each run in a process of its own");
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
  }

  private static ObjectNode document(
      RegisteredFlow flow, RegisteredVersion version, FlowSpec described, List<PackageFile> files) {
    ObjectNode all = VersionText.json(JsonMapper.shared().createObjectNode(), version);
    VersionText.files((ObjectNode) all.get("package"), files);
    all.put("current", flow.current().number()).put("archived", flow.isArchived());
    ObjectNode parameters = all.putObject("settings").putObject("parameters");
    flow.settings()
        .parameters()
        .forEach((name, value) -> parameters.set(name, JsonMapper.shared().readTree(value)));
    ObjectNode labels = ((ObjectNode) all.get("settings")).putObject("labels");
    flow.settings().labels().forEach(labels::put);
    flow.settings().pool().ifPresent(pool -> ((ObjectNode) all.get("settings")).put("pool", pool));
    all.set("graph", described.tree());
    return all;
  }
}
