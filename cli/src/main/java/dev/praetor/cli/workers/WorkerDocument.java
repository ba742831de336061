package dev.praetor.cli.workers;

import dev.praetor.cli.place.KnownWorker;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerRunner;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes workers as JSON, with the members that they have in GraphQL. */
final class WorkerDocument {
  private WorkerDocument() {}

  static ObjectNode write(KnownWorker known, ObjectNode into) {
    StoredWorker worker = known.worker();
    into.put("id", worker.id()).put("name", worker.name()).put("state", worker.state().name());
    texts(into.putArray("pools"), worker.offer().pools());
    texts(into.putArray("labels"), worker.offer().labels());
    into.put("slots", worker.offer().slots()).put("running", known.running());
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
      texts(each.putArray("flows"), known.flows(runner));
      each.put("pid", runner.pid())
          .put("started", runner.started().toString())
          .put("running", known.running(runner));
    }
    texts(into.putArray("log"), worker.report().log());
    return into;
  }

  private static void texts(ArrayNode into, List<String> texts) {
    texts.forEach(into::add);
  }
}
