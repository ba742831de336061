package dev.praetor.store.json;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.FlowSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes what people set on a flow as JSON and reads it. */
public final class FlowSettingsJson {
  private static final JsonMapper JSON = ExactJson.MAPPER;

  private FlowSettingsJson() {}

  public static String write(FlowSettings settings) {
    ObjectNode all = JSON.createObjectNode();
    ObjectNode parameters = all.putObject("parameters");
    settings.parameters().forEach((name, value) -> parameters.set(name, JSON.readTree(value)));
    ObjectNode labels = all.putObject("labels");
    settings.labels().forEach(labels::put);
    settings.pool().ifPresent(pool -> all.put("pool", pool));
    return StorableText.ofJson(JSON.writeValueAsString(all));
  }

  public static FlowSettings read(String json) {
    JsonNode all = JSON.readTree(json);
    Map<String, String> parameters = new TreeMap<>();
    all.path("parameters")
        .propertyStream()
        .forEach(each -> parameters.put(each.getKey(), JSON.writeValueAsString(each.getValue())));
    Map<String, String> labels = new TreeMap<>();
    all.path("labels")
        .propertyStream()
        .forEach(each -> labels.put(each.getKey(), each.getValue().asString()));
    String pool = all.path("pool").asString("");
    return new FlowSettings(
        parameters, labels, pool.isEmpty() ? Optional.empty() : Optional.of(pool));
  }
}
