package dev.praetor.bench.server;

import dev.praetor.bench.ServerLists;
import java.util.LinkedHashMap;
import java.util.Map;

/** Measures a server with its workers on both databases; see {@link Suite#run}. */
public final class ServerBenchmark {
  static final Suite SUITE = new Suite("server", all(), ServerLists::describe);

  private ServerBenchmark() {}

  private static Map<String, Suite.Measured> all() {
    Map<String, Suite.Measured> all = new LinkedHashMap<>();
    all.put("ready", Starting::ready);
    all.put("idle", Starting::idle);
    all.put("begin", Starts::begin);
    all.put("cancel", Starts::cancel);
    all.put("runs", ManyRuns::atOnce);
    all.put("maps", Maps::all);
    all.put("schedules", ManySchedules::lag);
    all.put("heap", ManyRuns::heap);
    all.put("lists", Lists::pages);
    return all;
  }

  public static void main(String[] args) throws Exception {
    SUITE.run(args);
  }
}
