package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.engine.spec.FlowChange;
import dev.praetor.engine.spec.FlowChangeText;
import dev.praetor.store.model.RegisteredVersion;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor flows diff}. */
@Command(
    name = "diff",
    description = "Shows what differs between two versions of a flow.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without B, the later version is the current one. Without A, the earlier version is the one"
          + " registered before it."
    })
public final class FlowsDiffCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget.Named target = new RegisteredTarget.Named();

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "A",
      description = "The number of the earlier version.")
  private @Nullable Integer earlier;

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "B",
      description = "The number of the later version.")
  private @Nullable Integer later;

  @Option(names = "--json", description = "Prints the differences as a JSON object.")
  private boolean json;

  public FlowsDiffCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (FlowCatalog flows = target.open(clock)) {
      RegisteredVersion to =
          later == null ? target.flow(flows).current() : target.version(flows, later);
      RegisteredVersion from = earlier == null ? before(flows, to) : target.version(flows, earlier);
      List<FlowChange> changes = new RegistrationText(flows).differences(from, to);
      List<PackageDiff.Difference> files = PackageDiff.of(flows.files(from), flows.files(to));
      if (json) {
        out.println(document(from, to, changes, files).toPrettyString());
      } else {
        print(from, to, changes, files, out);
      }
    }
    return ExitCode.SUCCESS;
  }

  private RegisteredVersion before(FlowCatalog flows, RegisteredVersion version) {
    return flows.versions(target.name()).stream()
        .filter(each -> each.number() < version.number())
        .findFirst()
        .orElseThrow(() ->
            new UsageException(
                "there is no version of flow '%s' before version %d; name another one: praetor"
                        .formatted(target.name(), version.number())
                    + " flows diff "
                    + target.name()
                    + " A B"));
  }

  private static void print(
      RegisteredVersion from,
      RegisteredVersion to,
      List<FlowChange> changes,
      List<PackageDiff.Difference> files,
      PrintWriter out) {
    out.println(
        PrintableText.line(
            "%s: version %d and version %d".formatted(to.flowKey(), from.number(), to.number())));
    if (changes.isEmpty()) {
      out.println(files.isEmpty() ? "same graph, same code" : RegistrationText.OTHER_CODE);
    }
    changes.forEach(each -> out.println(PrintableText.line("  " + FlowChangeText.of(each))));
    files.forEach(each -> out.println(PrintableText.line("  code: " + each.text())));
  }

  private static ObjectNode document(
      RegisteredVersion from,
      RegisteredVersion to,
      List<FlowChange> changes,
      List<PackageDiff.Difference> files) {
    ObjectNode all =
        JsonMapper.shared()
            .createObjectNode()
            .put("flow", to.flowKey())
            .put("from", from.number())
            .put("to", to.number())
            .put("sameGraph", from.hasSameGraph(to))
            .put("sameCode", files.isEmpty());
    all.set("changes", FlowChangeText.json(changes));
    all.set("files", PackageDiff.json(files));
    return all;
  }
}
