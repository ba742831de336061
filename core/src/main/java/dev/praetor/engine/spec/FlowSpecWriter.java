package dev.praetor.engine.spec;

import dev.praetor.Environment;
import dev.praetor.Retry;
import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Edge;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.schedule.ScheduleJson;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes a flow as JSON, in an order that depends on nothing but its definition. */
public final class FlowSpecWriter {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private FlowSpecWriter() {}

  public static ObjectNode write(FlowDefinition flow) {
    Graph graph = flow.graph();
    FlowOptions options = flow.options();
    ObjectNode spec = MAPPER.createObjectNode();
    spec.put("spec", 1).put("name", flow.name()).put("description", options.description());
    ArrayNode parameters = spec.putArray("parameters");
    graph.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    ArrayNode nodes = spec.putArray("nodes");
    graph.nodes().forEach(node -> nodes.add(node(node)));
    ArrayNode edges = spec.putArray("edges");
    Edge.of(graph).forEach(edge -> edges.add(edge(edge)));
    ArrayNode deciding = spec.putArray("decidedBy");
    graph.deciding().forEach(node -> deciding.add(node.name()));
    ArrayNode result = spec.putArray("result");
    Sources.behind(graph.result()).forEach(node -> result.add(node.name()));
    spec.set("value", SourceSpec.write(graph.result()));
    options.timeout().ifPresent(longest -> spec.put("timeout", longest.toString()));
    if (options.retry().times() > 0) {
      spec.set("retry", retry(options.retry()));
    }
    options.runName().ifPresent(template -> spec.put("runName", template));
    spec.put("concurrency", options.limits().concurrency());
    spec.put("widthLimit", options.limits().width());
    options.environment().ifPresent(where -> spec.set("environment", environment(where)));
    options
        .schedule()
        .ifPresent(s -> spec.set("schedule", MAPPER.valueToTree(ScheduleJson.toTree(s))));
    return spec;
  }

  private static ObjectNode edge(Edge edge) {
    return MAPPER
        .createObjectNode()
        .put("from", edge.from().name())
        .put("to", edge.to().name())
        .put("kind", edge.kind().name().toLowerCase(Locale.ROOT))
        .put("mapped", edge.mapped());
  }

  private static ObjectNode parameter(ParameterDefinition parameter) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", parameter.name());
    json.put("type", parameter.type().getTypeName());
    json.put("required", parameter.required());
    parameter.defaultValue().ifPresent(standard -> json.set("default", value(standard.value())));
    if (!parameter.description().isEmpty()) {
      json.put("description", parameter.description());
    }
    if (!parameter.allowed().isEmpty()) {
      ArrayNode allowed = json.putArray("allowed");
      parameter.allowed().forEach(each -> allowed.add(value(each)));
    }
    return json;
  }

  private static JsonNode value(@Nullable Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (JacksonException e) {
      return MAPPER
          .getNodeFactory()
          .stringNode("a " + (value == null ? "null" : value.getClass().getName()));
    }
  }

  private static ObjectNode node(GraphNode node) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", node.name()).put("kind", kind(node)).put("mapped", node.mapped());
    if (node.scope().depth() > 0) {
      json.put("depth", node.scope().depth());
    }
    if (node.role() != Role.NORMAL) {
      json.put("role", node.role().name().toLowerCase(Locale.ROOT));
    }
    ArrayNode inputs = json.putArray("inputs");
    node.arguments().forEach(argument -> inputs.add(SourceSpec.write(argument)));
    if (!node.guards().isEmpty()) {
      ArrayNode guards = json.putArray("branches");
      for (BranchCondition guard : node.guards()) {
        String values = guard.values().stream().map(String::valueOf).toList().toString();
        guards.add(
            SourceDescriber.source(guard.condition())
                + (guard.otherwise() ? " not in " : " in ")
                + values);
      }
    }
    switch (node.work()) {
      case Work.Run run -> task(run.task(), json);
      case Work.Approval approval -> {
        json.put("text", approval.text());
        approval.deadline().ifPresent(longest -> json.put("deadline", longest.toString()));
      }
      case Work.RunFlow child -> {
        json.put("flow", child.flow().name());
        ObjectNode arguments = json.putObject("arguments");
        child
            .arguments()
            .forEach(argument ->
                arguments.set(
                    argument.name(),
                    argument.value() instanceof Source source
                        ? SourceSpec.write(source)
                        : SourceSpec.constant(argument.value())));
      }
      case Work.Wait wait -> json.set("until", SourceSpec.write(wait.until()));
      case Work.Merge _ -> {}
    }
    return json;
  }

  /** What sort of node it is, in one word. */
  public static String kind(GraphNode node) {
    return switch (node.work()) {
      case Work.Run run -> run.task().loop() ? "loop" : "task";
      case Work.Merge _ -> "merge";
      case Work.Approval _ -> "approval";
      case Work.Wait _ -> "wait";
      case Work.RunFlow _ -> "flow";
    };
  }

  private static void task(TaskDefinition task, ObjectNode json) {
    Policy policy = task.policy();
    json.put("task", task.name());
    put(json, "version", task.identity().version());
    put(json, "description", task.identity().description());
    if (!task.identity().tags().isEmpty()) {
      ArrayNode tags = json.putArray("tags");
      task.identity().tags().forEach(tags::add);
    }
    if (!task.secrets().isEmpty()) {
      ArrayNode secrets = json.putArray("secrets");
      task.secrets().forEach(secrets::add);
    }
    json.put("returns", task.signature().result().getTypeName());
    json.put("trigger", policy.trigger().name());
    if (!policy.skipOnUpstreamSkip()) {
      json.put("skipOnUpstreamSkip", false);
    }
    if (policy.retry().times() > 0) {
      json.set("retry", retry(policy.retry()));
    }
    policy.timeout().ifPresent(longest -> json.put("timeout", longest.toString()));
    if (policy.atMostOnce()) {
      json.put("atMostOnce", true);
    }
    policy
        .cache()
        .ifPresent(cache -> json.put("cache", cache.basis().name().toLowerCase(Locale.ROOT)));
    if (policy.recover().isPresent()) {
      json.put("recovers", true);
    }
    task.mapping().concurrency().ifPresent(limit -> json.put("concurrency", limit));
    task.mapping().widthLimit().ifPresent(limit -> json.put("widthLimit", limit));
  }

  private static void put(ObjectNode json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static ObjectNode retry(Retry retry) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("times", retry.times());
    ArrayNode delays = json.putArray("delays");
    retry.delays().forEach((Duration delay) -> delays.add(delay.toString()));
    retry
        .backOff()
        .ifPresent(growth ->
            json.put("first", growth.first().toString()).put("cap", growth.cap().toString()));
    json.put("jitter", retry.jitter());
    return json;
  }

  private static ObjectNode environment(Environment environment) {
    ObjectNode json = MAPPER.createObjectNode();
    switch (environment) {
      case Environment.InProcess _ -> json.put("kind", "in-process");
      case Environment.Process process -> {
        json.put("kind", "process");
        json.set("env", MAPPER.valueToTree(process.variables()));
      }
      case Environment.Container container -> {
        json.put("kind", "container").put("image", container.image());
        container.registry().ifPresent(registry -> json.put("registry", registry));
        json.set("files", MAPPER.valueToTree(container.files()));
        json.set("env", MAPPER.valueToTree(container.variables()));
      }
    }
    return json;
  }
}
