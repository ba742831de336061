package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.option.LimitOption;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import java.io.PrintWriter;
import java.time.InstantSource;
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

/** {@code praetor flows versions}. */
@Command(
    name = "versions",
    description = "Lists the versions of a flow, newest first.",
    mixinStandardHelpOptions = true)
public final class FlowsVersionsCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget.Named target = new RegisteredTarget.Named();
  @Mixin private LimitOption limit = new LimitOption();

  @Option(names = "--json", description = "Prints the versions as a JSON array.")
  private boolean json;

  public FlowsVersionsCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() {
    RegisteredFlow flow;
    List<RegisteredVersion> all;
    try (FlowCatalog flows = target.open(clock)) {
      flow = target.flow(flows);
      all = flows.versions(target.name());
    }
    List<RegisteredVersion> listed = limit.of(all);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ArrayNode versions = JsonMapper.shared().createArrayNode();
      listed.forEach(version ->
          VersionText.json(versions.addObject(), version).put("current", isCurrent(flow, version)));
      out.println(versions.toPrettyString());
      return ExitCode.SUCCESS;
    }
    for (int i = 0; i < listed.size(); i++) {
      Optional<RegisteredVersion> before =
          i + 1 < all.size() ? Optional.of(all.get(i + 1)) : Optional.empty();
      out.println(PrintableText.line(line(flow, listed.get(i), before)));
    }
    limit.printRest(all, out);
    return ExitCode.SUCCESS;
  }

  private static boolean isCurrent(RegisteredFlow flow, RegisteredVersion version) {
    return flow.current().number() == version.number();
  }

  private static String line(
      RegisteredFlow flow, RegisteredVersion version, Optional<RegisteredVersion> before) {
    return "%3d %s  %s  graph %s, %s%s"
        .formatted(
            version.number(),
            isCurrent(flow, version) ? "current" : "       ",
            VersionText.registered(version),
            VersionText.brief(version.version()),
            VersionText.code(version.code()),
            before.filter(version::hasSameGraph).isPresent()
                ? "  (" + RegistrationText.OTHER_CODE + ")"
                : "");
  }
}
