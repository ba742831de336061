package dev.praetor.cli.workers;

import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerRunner;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes workers as JSON, with the members that they have in GraphQL.
 *
 * @param runs the number of runs in progress of each process, by worker
 * @param flows the names of the flows by package
 */
record WorkerDocument(Map<String, Map<Long, Integer>> runs, Map<String, List<String>> flows) {
  static WorkerDocument of(KnownWorkers known, List<StoredWorker> workers) {
    return new WorkerDocument(known.runs(workers), known.flows(workers));
  }

  int running(StoredWorker worker) {
    return runs.getOrDefault(worker.id(), Map.of()).values().stream()
        .mapToInt(Integer::intValue)
        .sum();
  }

  int running(StoredWorker worker, WorkerRunner runner) {
    return runs.getOrDefault(worker.id(), Map.of()).getOrDefault(runner.pid(), 0);
  }

  List<String> flows(WorkerRunner runner) {
    return flows.getOrDefault(runner.code(), List.of());
  }

  ObjectNode write(StoredWorker worker, ObjectNode into) {
    into.put("id", worker.id()).put("name", worker.name()).put("state", worker.state().name());
    texts(into.putArray("pools"), worker.offer().pools());
    texts(into.putArray("labels"), worker.offer().labels());
    into.put("slots", worker.offer().slots()).put("running", running(worker));
    into.put("version", worker.place().version()).put("host", worker.place().host());
    into.put("pid", worker.place().pid());
    into.put("started", worker.times().started().toString());
    into.put("heartbeat", worker.times().heartbeat().toString());
    worker
        .times()
        .ended()
        .ifPresentOrElse(end -> into.put("ended", end.toString()), () -> into.putNull("ended"));
    ArrayNode runners = into.putArray("runners");
    for (WorkerRunner runner : worker.report().runners()) {
      ObjectNode each = runners.addObject().put("package", runner.code());
      texts(each.putArray("flows"), flows(runner));
      each.put("pid", runner.pid())
          .put("started", runner.started().toString())
          .put("running", running(worker, runner));
    }
    texts(into.putArray("log"), worker.report().log());
    return into;
  }

  private static void texts(ArrayNode into, List<String> texts) {
    texts.forEach(into::add);
  }
}
