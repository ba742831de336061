package dev.praetor.engine.spec;

import dev.praetor.Environment;
import dev.praetor.Retry;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.graph.Role;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.Placement;
import dev.praetor.schedule.ScheduleJson;
import java.time.Duration;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the description of a flow as JSON, always in the same order, because the version of a flow
 * is the hash of this text.
 */
public final class FlowSpecWriter {
  /** The number of the format, to be increased by every change that older readers would misread. */
  static final int FORMAT = 1;

  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  private FlowSpecWriter() {}

  public static ObjectNode write(FlowDescription flow) {
    ObjectNode spec = MAPPER.createObjectNode();
    spec.put("spec", FORMAT).put("name", flow.name()).put("description", flow.description());
    ArrayNode parameters = spec.putArray("parameters");
    flow.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
    ArrayNode nodes = spec.putArray("nodes");
    flow.nodes().forEach(node -> nodes.add(node(node)));
    ArrayNode edges = spec.putArray("edges");
    flow.edges().forEach(edge -> edges.add(edge(edge)));
    texts(spec.putArray("decidedBy"), flow.end().decidedBy());
    texts(spec.putArray("result"), flow.end().result());
    spec.set("value", SourceJson.write(flow.end().value()));
    options(flow.options(), spec);
    return spec;
  }

  private static void options(OptionsDescription options, ObjectNode spec) {
    options.timeout().ifPresent(longest -> spec.put("timeout", longest.toString()));
    retry(options.retry(), spec);
    options.runName().ifPresent(template -> spec.put("runName", template));
    spec.put("concurrency", options.limits().concurrency());
    spec.put("widthLimit", options.limits().width());
    if (options.limits().crashes() != FlowOptions.Limits.CRASHES) {
      // Only then, so that flows that were described before this option existed keep their version.
      spec.put("crashes", options.limits().crashes());
    }
    placement(options.placement(), spec);
    options.environment().ifPresent(where -> spec.set("environment", environment(where)));
    options
        .schedule()
        .ifPresent(s -> spec.set("schedule", MAPPER.valueToTree(ScheduleJson.toTree(s))));
  }

  /** Writes only what a flow sets, for the same reason. */
  private static void placement(Placement placement, ObjectNode spec) {
    if (!placement.pool().equals(Placement.DEFAULT_POOL)) {
      spec.put("pool", placement.pool());
    }
    if (!placement.needs().isEmpty()) {
      texts(spec.putArray("needs"), placement.needs());
    }
    if (placement.isolated()) {
      spec.put("isolated", true);
    }
  }

  private static void texts(ArrayNode list, Iterable<String> texts) {
    texts.forEach(list::add);
  }

  private static ObjectNode edge(EdgeDescription edge) {
    return MAPPER
        .createObjectNode()
        .put("from", edge.from())
        .put("to", edge.to())
        .put("kind", word(edge.kind()))
        .put("mapped", edge.mapped());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode parameter(ParameterDescription parameter) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", parameter.name());
    json.put("type", parameter.type());
    json.put("required", parameter.required());
    parameter.defaultValue().ifPresent(defaultValue -> json.set("default", defaultValue));
    put(json, "description", parameter.description());
    if (!parameter.allowed().isEmpty()) {
      json.putArray("allowed").addAll(parameter.allowed());
    }
    if (parameter.secret()) {
      json.put("secret", true);
    }
    return json;
  }

  private static ObjectNode node(NodeDescription node) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", node.name()).put("kind", node.kind().label()).put("mapped", node.mapped());
    if (node.depth() > 0) {
      json.put("depth", node.depth());
    }
    if (node.role() != Role.NORMAL) {
      json.put("role", word(node.role()));
    }
    ArrayNode inputs = json.putArray("inputs");
    node.inputs().forEach(input -> inputs.add(SourceJson.write(input)));
    if (!node.branches().isEmpty()) {
      texts(json.putArray("branches"), node.branches());
    }
    switch (node.work()) {
      case WorkDescription.Run run -> task(run.task(), json);
      case WorkDescription.Approval approval -> {
        json.put("text", approval.text());
        approval.deadline().ifPresent(longest -> json.put("deadline", longest.toString()));
      }
      case WorkDescription.RunFlow child -> {
        json.put("flow", child.flow());
        ObjectNode arguments = json.putObject("arguments");
        child.arguments().forEach((name, source) -> arguments.set(name, SourceJson.write(source)));
        child.deciding().ifPresent(hash -> json.put("deciding", hash));
      }
      case WorkDescription.Wait wait -> json.set("until", SourceJson.write(wait.until()));
      case WorkDescription.Merge _ -> {}
    }
    node.shape().ifPresent(shape -> json.put("shape", shape));
    node.captured().ifPresent(hash -> json.put("captured", hash));
    return json;
  }

  private static void task(TaskDescription task, ObjectNode json) {
    TaskDescription.Policy policy = task.policy();
    json.put("task", task.identity().name());
    put(json, "version", task.identity().version());
    put(json, "description", task.identity().description());
    if (!task.identity().tags().isEmpty()) {
      texts(json.putArray("tags"), task.identity().tags());
    }
    if (!task.secrets().isEmpty()) {
      texts(json.putArray("secrets"), task.secrets());
    }
    json.put("returns", task.returns());
    json.put("trigger", policy.trigger());
    if (!policy.skipOnUpstreamSkip()) {
      json.put("skipOnUpstreamSkip", false);
    }
    retry(policy.retry(), json);
    policy.timeout().ifPresent(longest -> json.put("timeout", longest.toString()));
    policy.deadline().ifPresent(longest -> json.put("deadline", longest.toString()));
    if (policy.atMostOnce()) {
      json.put("atMostOnce", true);
    }
    policy.cache().ifPresent(basis -> json.put("cache", word(basis)));
    if (policy.recovers()) {
      json.put("recovers", true);
    }
    task.concurrency().ifPresent(limit -> json.put("concurrency", limit));
    task.widthLimit().ifPresent(limit -> json.put("widthLimit", limit));
  }

  private static void put(ObjectNode json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  private static void retry(Retry retry, ObjectNode of) {
    if (retry.times() == 0) {
      return;
    }
    ObjectNode json = of.putObject("retry");
    json.put("times", retry.times());
    ArrayNode delays = json.putArray("delays");
    retry.delays().forEach((Duration delay) -> delays.add(delay.toString()));
    retry
        .backOff()
        .ifPresent(growth ->
            json.put("first", growth.first().toString()).put("cap", growth.cap().toString()));
    json.put("jitter", retry.jitter());
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
