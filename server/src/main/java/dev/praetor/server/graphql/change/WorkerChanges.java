package dev.praetor.server.graphql.change;

import dev.praetor.server.access.Caller;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.worker.Pools;
import dev.praetor.store.worker.StoredPool;
import graphql.schema.DataFetchingEnvironment;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The changes of workers and pools. */
record WorkerChanges(RunStore store) {
  StoredWorker drain(DataFetchingEnvironment given) {
    String id = text(given, "id");
    store.workers().settle();
    store.workers().drain(id, Caller.currentName());
    return Objects.requireNonNull(store.queries().workersById(List.of(id)).get(id));
  }

  String delete(DataFetchingEnvironment given) {
    String id = text(given, "id");
    store.workers().delete(id);
    return id;
  }

  StoredPool setPool(DataFetchingEnvironment given) {
    String name = text(given, "name");
    Optional<Integer> limit = Optional.ofNullable(given.getArgument("limit"));
    Pools.check(name, limit, text(given, "why"));
    if (given.containsArgument("limit")) {
      store.pools().limit(name, limit);
    }
    Boolean paused = given.getArgument("paused");
    if (Boolean.TRUE.equals(paused)) {
      store.pools().pause(name, Caller.currentName(), text(given, "why"));
    } else if (Boolean.FALSE.equals(paused)) {
      boolean _ = store.pools().resume(name, Caller.currentName());
    }
    return store.pools().find(name);
  }

  private static String text(DataFetchingEnvironment given, String name) {
    String text = given.getArgument(name);
    return text == null ? "" : text;
  }
}
