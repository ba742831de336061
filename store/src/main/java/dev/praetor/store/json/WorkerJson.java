package dev.praetor.store.json;

import dev.praetor.store.db.Micros;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.model.WorkerRunner;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Writes the lists in the rows of workers as JSON and reads them. */
public final class WorkerJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private WorkerJson() {}

  public static String texts(List<String> texts) {
    ArrayNode all = JSON.createArrayNode();
    texts.forEach(all::add);
    return StorableText.ofJson(all.toString());
  }

  public static List<String> readTexts(String json) {
    List<String> texts = new ArrayList<>();
    JSON.readTree(json).forEach(text -> texts.add(text.asString("")));
    return texts;
  }

  public static String runners(List<WorkerRunner> runners) {
    ArrayNode all = JSON.createArrayNode();
    runners.forEach(runner ->
        all.addObject()
            .put("code", runner.code())
            .put("pid", runner.pid())
            .put("started", Micros.micros(runner.started()))
            .put("isolated", runner.isolated()));
    return StorableText.ofJson(all.toString());
  }

  public static List<WorkerRunner> readRunners(String json) {
    List<WorkerRunner> runners = new ArrayList<>();
    for (JsonNode each : JSON.readTree(json)) {
      runners.add(
          new WorkerRunner(
              each.path("code").asString(""),
              each.path("pid").asLong(),
              Micros.of(each.path("started").asLong()),
              each.path("isolated").asBoolean(false)));
    }
    return runners;
  }
}
