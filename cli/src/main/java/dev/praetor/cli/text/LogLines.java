package dev.praetor.cli.text;

import dev.praetor.TaskPath;
import dev.praetor.store.model.StoredLog;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Formats recorded log lines as text and as JSON. */
public final class LogLines {
  private LogLines() {}

  public static String text(StoredLog line, boolean named) {
    String who = TaskPath.of(line.node(), line.index()) + "#" + line.attempt();
    return "%s %-5s %s%s"
        .formatted(
            TimeFormat.exact(line.time()),
            line.level(),
            named ? who + " " : "",
            line.text().strip());
  }

  public static ObjectNode json(StoredLog line) {
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
