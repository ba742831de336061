package dev.praetor.cli.flows;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.LabelOption;
import dev.praetor.cli.option.ParameterOptions;
import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.text.PrintableText;
import dev.praetor.embedded.registered.FlowDefaults;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.RegisteredFlow;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code praetor flows set}. */
@Command(
    name = "set",
    description =
        "Sets what new runs of a flow get: parameters, labels, a pool; and how many may run.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "What is set belongs to the flow, and new versions keep it. A run that gives a parameter itself,"
          + " or whose schedule does, has that value. Without options, prints what is set.",
      "Examples:",
      "  praetor flows set reminder -p office=DC --label team=sales --limit 2",
      "  praetor flows set reminder --unset office --no-limit"
    })
public final class FlowsSetCommand implements Callable<Integer> {
  private final InstantSource clock;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private RegisteredTarget.Named target = new RegisteredTarget.Named();
  @Mixin private ParameterOptions parameters = new ParameterOptions();
  @Mixin private LabelOption labels = new LabelOption();

  @Option(
      names = "--unset",
      paramLabel = "NAME",
      description = "A parameter that is no longer set; may be given several times.")
  private Set<String> unset = new TreeSet<>();

  @Option(
      names = "--unset-label",
      paramLabel = "NAME",
      description = "A label that is no longer set; may be given several times.")
  private Set<String> unsetLabels = new TreeSet<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "The largest number of runs of the flow at the same time.")
  private @Nullable Integer limit;

  @Option(names = "--no-limit", description = "Removes the limit.")
  private boolean unlimited;

  @Option(
      names = "--pool",
      paramLabel = "POOL",
      description = "The pool of the workers of new runs.")
  private @Nullable String pool;

  @Option(names = "--no-pool", description = "Leaves the pool to the code of the flow.")
  private boolean ownPool;

  @Option(names = "--json", description = "Prints what is set as a JSON object.")
  private boolean json;

  public FlowsSetCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException {
    if (limit != null && unlimited) {
      throw new UsageException("give --limit or --no-limit, not both");
    }
    if (pool != null && ownPool) {
      throw new UsageException("give --pool or --no-pool, not both");
    }
    try (FlowCatalog flows = target.open(clock)) {
      RegisteredFlow flow = target.flow(flows);
      flows.set(flow.key(), change(flows, flow));
      print(target.flow(flows).settings(), flows.limit(flow.key()));
    }
    return ExitCode.SUCCESS;
  }

  private FlowDefaults.Change change(FlowCatalog flows, RegisteredFlow flow) throws IOException {
    Map<String, JsonNode> given =
        parameters.read(FlowSpecReader.read(flows.spec(flow.current()).json()));
    Map<String, String> set = labels.read();
    requireSet(unset, flow.settings().parameters(), "parameter");
    requireSet(unsetLabels, flow.settings().labels(), "label");
    Map<String, JsonNode> values = new TreeMap<>();
    flow.settings()
        .parameters()
        .forEach((name, value) -> values.put(name, ExactJson.MAPPER.readTree(value)));
    values.keySet().removeAll(unset);
    values.putAll(given);
    Map<String, String> texts = new TreeMap<>(flow.settings().labels());
    texts.keySet().removeAll(unsetLabels);
    texts.putAll(set);
    boolean isOther = !given.isEmpty() || !unset.isEmpty();
    return new FlowDefaults.Change(
        isOther ? Optional.of(values) : Optional.empty(),
        Optional.of(texts),
        limit != null || unlimited,
        Optional.ofNullable(limit),
        pool != null || ownPool,
        Optional.ofNullable(pool));
  }

  private static void requireSet(Set<String> names, Map<String, String> set, String what) {
    names.stream()
        .filter(name -> !set.containsKey(name))
        .findFirst()
        .ifPresent(name -> {
          throw new UsageException("%s '%s' is not set".formatted(what, name));
        });
  }

  private void print(FlowSettings settings, Optional<Integer> most) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode all = JsonMapper.shared().createObjectNode().put("flow", target.name());
      ObjectNode values = all.putObject("parameters");
      settings
          .parameters()
          .forEach((name, value) -> values.set(name, ExactJson.MAPPER.readTree(value)));
      ObjectNode texts = all.putObject("labels");
      settings.labels().forEach(texts::put);
      most.ifPresent(n -> all.put("limit", n));
      settings.pool().ifPresent(name -> all.put("pool", name));
      out.println(all.toPrettyString());
      return;
    }
    settings
        .parameters()
        .forEach(
            (name, value) -> out.println(PrintableText.line("parameter " + name + " = " + value)));
    settings
        .labels()
        .forEach((name, value) -> out.println(PrintableText.line("label " + name + " = " + value)));
    most.ifPresent(n -> out.println("limit " + n));
    settings.pool().ifPresent(name -> out.println("pool " + name));
    if (settings.equals(FlowSettings.NONE) && most.isEmpty()) {
      boolean isRemoved = unlimited || ownPool || !unset.isEmpty() || !unsetLabels.isEmpty();
      out.println(
          "nothing is set for flow '%s'%s".formatted(target.name(), isRemoved ? " any more" : ""));
    }
  }
}
