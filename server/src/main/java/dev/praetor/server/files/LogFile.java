package dev.praetor.server.files;

import dev.praetor.TaskPath;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import dev.praetor.server.http.Call;
import dev.praetor.store.RunStore;
import dev.praetor.store.json.LogLineJson;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The log of a run as a file.
 *
 * @param part the text that each line contains, in lower case; empty for all lines
 * @param json true for a JSON object a line
 */
record LogFile(LogFilter filter, String part, boolean json) {
  static final Set<String> OPTIONS = Set.of("format", "level", "node", "q");
  private static final int PAGE = 1_000;

  /**
   * Reads the options of a request.
   *
   * @throws RequestRefused if an option has no valid value
   */
  static LogFile of(Call call) {
    String format = call.option("format").orElse("text");
    if (!Set.of("text", "jsonl").contains(format)) {
      throw new RequestRefused(
          ApiCode.BAD_REQUEST, "'format' is text or jsonl, not '" + format + "'");
    }
    LogFilter filter = LogFilter.all().withLimit(PAGE);
    try {
      String level = call.option("level").orElse("");
      filter = level.isEmpty() ? filter : filter.withLevel(level);
      String node = call.option("node").orElse("");
      filter = node.isEmpty() ? filter : of(filter, TaskPath.parse(node));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ApiCode.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
    return new LogFile(
        filter, call.option("q").orElse("").toLowerCase(Locale.ROOT), format.equals("jsonl"));
  }

  private static LogFilter of(LogFilter filter, TaskPath path) {
    LogFilter node = filter.withNode(path.owner().toString());
    return path.index() < 0 ? node : node.withIndex(path.index());
  }

  String contentType() {
    return json ? "application/jsonl" : "text/plain; charset=utf-8";
  }

  void write(RunStore store, StoredRun run, PrintWriter out) {
    List<StoredLog> page = store.logs(run.id(), filter);
    while (!page.isEmpty() && !out.checkError()) {
      for (StoredLog line : page) {
        if (line.text().toLowerCase(Locale.ROOT).contains(part)) {
          out.print(json ? LogLineJson.of(line).toString() : text(line));
          out.print('\n');
        }
      }
      page = store.logs(run.id(), filter.withAfter(page.getLast().id()));
    }
  }

  private static String text(StoredLog line) {
    return "%s %-5s %s#%d %s"
        .formatted(
            line.time(),
            line.level(),
            TaskPath.of(line.node(), line.index()),
            line.attempt(),
            line.text().strip());
  }
}
