package dev.praetor.store.json;

import dev.praetor.store.model.StoredLog;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes recorded log lines as JSON. */
public final class LogLineJson {
  private LogLineJson() {}

  public static ObjectNode of(StoredLog line) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("id", line.id())
        .put("node", line.node())
        .put("index", line.index())
        .put("attempt", line.attempt())
        .put("time", line.time().toString())
        .put("level", line.level())
        .put("logger", line.logger())
        .put("text", line.text());
  }
}
