package dev.praetor.engine.spec;

import dev.praetor.Cache;
import dev.praetor.Environment;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.graph.Edge;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.Placement;
import dev.praetor.engine.task.TaskIdentity;
import dev.praetor.schedule.ScheduleJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the JSON that {@link FlowSpecWriter} writes. */
public final class FlowSpecReader {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  private FlowSpecReader() {}

  /**
   * Reads the description of a flow.
   *
   * @throws UnreadableFlowSpec if the text is not a description of a flow, or has another format
   */
  public static FlowDescription read(String text) {
    JsonNode json = parse(text);
    int format = SpecJson.number(json, "spec");
    if (format != FlowSpecWriter.FORMAT) {
      throw new UnreadableFlowSpec(
          "it has format " + format + ", and this Praetor reads format " + FlowSpecWriter.FORMAT,
          "use the version of Praetor that wrote it, or a newer one");
    }
    List<ParameterDescription> parameters = new ArrayList<>();
    json.path("parameters").forEach(parameter -> parameters.add(parameter(parameter)));
    List<NodeDescription> nodes = new ArrayList<>();
    json.path("nodes").forEach(node -> nodes.add(node(node)));
    List<EdgeDescription> edges = new ArrayList<>();
    json.path("edges").forEach(edge -> edges.add(edge(edge)));
    return new FlowDescription(
        SpecJson.text(json, "name"),
        SpecJson.text(json, "description"),
        parameters,
        nodes,
        edges,
        new FlowDescription.End(
            SpecJson.texts(json.path("decidedBy")),
            SpecJson.texts(json.path("result")),
            SourceJson.whole(json.path("value"))),
        options(json));
  }

  private static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw new UnreadableFlowSpec("it is not JSON: " + e.getOriginalMessage());
    }
  }

  private static ParameterDescription parameter(JsonNode json) {
    List<JsonNode> allowed = new ArrayList<>();
    json.path("allowed").forEach(allowed::add);
    return new ParameterDescription(
        SpecJson.text(json, "name"),
        SpecJson.text(json, "type"),
        json.has("default") ? Optional.of(json.get("default")) : Optional.empty(),
        SpecJson.optional(json, "description").orElse(""),
        allowed,
        SpecJson.flag(json, "secret", false));
  }

  private static EdgeDescription edge(JsonNode json) {
    return new EdgeDescription(
        SpecJson.text(json, "from"),
        SpecJson.text(json, "to"),
        SpecJson.constant(Edge.Kind.class, SpecJson.text(json, "kind")),
        SpecJson.flag(json, "mapped", false));
  }

  private static NodeDescription node(JsonNode json) {
    List<SourceDescription> inputs = new ArrayList<>();
    json.path("inputs").forEach(input -> inputs.add(SourceJson.read(input)));
    return new NodeDescription(
        SpecJson.text(json, "name"),
        SpecJson.flag(json, "mapped", false),
        SpecJson.optionalNumber(json, "depth").orElse(0),
        SpecJson.optional(json, "role")
            .map(role -> SpecJson.constant(Role.class, role))
            .orElse(Role.NORMAL),
        inputs,
        SpecJson.texts(json.path("branches")),
        work(json),
        SpecJson.optional(json, "shape"),
        SpecJson.optional(json, "captured"));
  }

  private static WorkDescription work(JsonNode json) {
    return switch (SpecJson.constant(NodeKind.class, SpecJson.text(json, "kind"))) {
      case TASK -> new WorkDescription.Run(task(json, false));
      case LOOP -> new WorkDescription.Run(task(json, true));
      case MERGE -> new WorkDescription.Merge();
      case APPROVAL ->
          new WorkDescription.Approval(
              SpecJson.text(json, "text"), SpecJson.duration(json, "deadline"));
      case WAIT -> new WorkDescription.Wait(SourceJson.whole(json.path("until")));
      case FLOW -> {
        Map<String, SourceDescription.Whole> arguments = new LinkedHashMap<>();
        json.path("arguments")
            .properties()
            .forEach(each -> arguments.put(each.getKey(), SourceJson.whole(each.getValue())));
        yield new WorkDescription.RunFlow(
            SpecJson.text(json, "flow"), arguments, SpecJson.optional(json, "deciding"));
      }
    };
  }

  private static TaskDescription task(JsonNode json, boolean loop) {
    return new TaskDescription(
        new TaskIdentity(
            SpecJson.text(json, "task"),
            SpecJson.optional(json, "version").orElse(""),
            SpecJson.optional(json, "description").orElse(""),
            Set.copyOf(SpecJson.texts(json.path("tags")))),
        SpecJson.texts(json.path("secrets")),
        SpecJson.text(json, "returns"),
        loop,
        new TaskDescription.Policy(
            SpecJson.text(json, "trigger"),
            SpecJson.flag(json, "skipOnUpstreamSkip", true),
            retry(json),
            SpecJson.duration(json, "timeout"),
            SpecJson.duration(json, "deadline"),
            SpecJson.flag(json, "atMostOnce", false),
            SpecJson.optional(json, "cache")
                .map(basis -> SpecJson.constant(Cache.Basis.class, basis)),
            SpecJson.flag(json, "recovers", false)),
        SpecJson.optionalNumber(json, "concurrency"),
        SpecJson.optionalNumber(json, "widthLimit"));
  }

  private static Retry retry(JsonNode json) {
    JsonNode retry = json.path("retry");
    if (retry.isMissingNode()) {
      return Retry.none();
    }
    List<Duration> delays =
        SpecJson.texts(retry.path("delays")).stream().map(SpecJson::duration).toList();
    Optional<Retry.BackOff> growth =
        SpecJson.duration(retry, "first")
            .map(first -> new Retry.BackOff(first, SpecJson.duration(retry, "cap").orElse(first)));
    return new Retry(
        SpecJson.number(retry, "times"),
        delays,
        growth,
        retry.path("jitter").asDouble(0),
        List.of(),
        Optional.empty());
  }

  private static OptionsDescription options(JsonNode json) {
    return new OptionsDescription(
        SpecJson.duration(json, "timeout"),
        retry(json),
        SpecJson.optional(json, "runName"),
        new FlowOptions.Limits(
            SpecJson.number(json, "concurrency"),
            SpecJson.number(json, "widthLimit"),
            SpecJson.optionalNumber(json, "crashes").orElse(FlowOptions.Limits.CRASHES)),
        json.has("environment")
            ? Optional.of(environment(json.path("environment")))
            : Optional.empty(),
        json.has("schedule") ? Optional.of(schedule(json.path("schedule"))) : Optional.empty(),
        placement(json));
  }

  private static Placement placement(JsonNode json) {
    try {
      return new Placement(
          SpecJson.optional(json, "pool").orElse(Placement.DEFAULT_POOL),
          SpecJson.texts(json.path("needs")),
          SpecJson.flag(json, "isolated", false));
    } catch (IllegalArgumentException e) {
      throw new UnreadableFlowSpec(String.valueOf(e.getMessage()));
    }
  }

  private static Schedule schedule(JsonNode json) {
    return ScheduleJson.fromTree(MAPPER.treeToValue(json, Object.class));
  }

  private static Environment environment(JsonNode json) {
    Map<String, String> variables = SpecJson.textsByName(json.path("env"));
    return switch (SpecJson.text(json, "kind")) {
      case "in-process" -> new Environment.InProcess();
      case "process" -> new Environment.Process(variables);
      case "container" ->
          new Environment.Container(
              SpecJson.text(json, "image"),
              SpecJson.optional(json, "registry"),
              SpecJson.textsByName(json.path("files")),
              variables);
      default -> throw new UnreadableFlowSpec("unknown environment: " + json);
    };
  }
}
