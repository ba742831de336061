package dev.praetor.cli.text;

import dev.praetor.TaskPath;
import dev.praetor.store.model.StoredLog;

/** Formats recorded log lines as text. */
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
}
